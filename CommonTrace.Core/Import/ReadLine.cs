using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Tags;

namespace CommonTrace.Core.Import;

/// <summary>Makes a trace that may be stored of a line: well formed, within the limits, behind the safety gates.</summary>
internal static class ReadLine
{
    /// <summary>How lines spell things, and how rows of history are handed to the database.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new UtcTimes() },
    };

    /// <summary>Runs it. What cannot be a tag is left out, and told to <paramref name="drop"/>.</summary>
    public static Result<ImportedTrace> Execute(long number, ReadOnlyMemory<byte> bytes, Action<IEnumerable<string>> drop)
    {
        if (!Parse(bytes).Succeeded(out var line, out var failure))
        {
            return failure;
        }

        if (line.Faults().ToList() is [_, ..] faults)
        {
            return ImportFailures.Invalid(faults);
        }

        return Screen(number, line, drop);
    }

    private static Result<ImportLine> Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            return ImportFailures.NotUtf8;
        }

        try
        {
            return JsonSerializer.Deserialize<ImportLine>(bytes.Span, Json) ?? (Result<ImportLine>)ImportFailures.NoObject;
        }
        catch (JsonException exception)
        {
            return WhyNot(bytes, exception);
        }
    }

    /// <summary>Tells a text that is no JSON from JSON that is no trace.</summary>
    private static Failure WhyNot(ReadOnlyMemory<byte> bytes, JsonException fault)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? ImportFailures.WrongType(fault) : ImportFailures.NoObject;
        }
        catch (JsonException exception)
        {
            return ImportFailures.Malformed(exception);
        }
    }

    private static Result<ImportedTrace> Screen(long number, ImportLine line, Action<IEnumerable<string>> drop)
    {
        var told = line.ToNewTrace();
        if (!told.Screen().Succeeded(out var screened, out var failure)
            || !line.ToHistory().Screen().Succeeded(out var history, out failure)
            || !ScreenPeople(line.AllPeople()).Succeeded(out var people, out failure))
        {
            return failure;
        }

        var (tags, dropped) = Tag.NormalizeAll(screened.Trace.Tags);
        drop(dropped);
        var isAsTold = (told.Title, told.ContextText, told.SolutionText) == (screened.Trace.Title, screened.Trace.ContextText, screened.Trace.SolutionText);
        return new ImportedTrace(number, line.Id ?? Guid.CreateVersion7(), screened.Trace with { Tags = tags }, line, history, people)
        {
            Flags = FlagNames.Join(line.SafetyFlags ?? [], screened.Flags),
            // Of other texts the vector says nothing.
            Embedding = isAsTold ? line.Embedding : null,
        };
    }

    private static Result<IReadOnlyList<PersonLine>> ScreenPeople(IReadOnlyList<PersonLine> people) =>
        ScreenTexts.Execute([.. people.Select((person, index) => person.Text($"people[{index}]"))]).Succeeded(out var texts, out var failure)
            ? people.Select((person, index) => person with { DisplayName = texts[$"people[{index}].display_name"] }).ToList()
            : failure;
}
