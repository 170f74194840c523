using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Import;

/// <summary>A trace as a line of an import spells it. Unknown fields are ignored.</summary>
internal sealed record ImportLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public Guid? Id { get; init; }

    public string? Title { get; init; }

    public string? ContextText { get; init; }

    /// <summary>Another name of <see cref="ContextText"/>.</summary>
    public string? Context { get; init; }

    public string? SolutionText { get; init; }

    /// <summary>Another name of <see cref="SolutionText"/>.</summary>
    public string? Solution { get; init; }

    public IReadOnlyList<string?>? Tags { get; init; }

    public string? AgentModel { get; init; }

    public string? AgentVersion { get; init; }

    public JsonElement? MetadataJson { get; init; }

    /// <summary>Of the zone it names, else UTC: a <see cref="DateTimeOffset"/> would take it for the server's own.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>Reads a line and checks it by the limits that a contributed trace has.</summary>
    public static Result<ImportLine> Read(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            return ImportFailures.NotUtf8;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : ImportFailures.NoObject;
        }
        catch (JsonException exception)
        {
            return ImportFailures.Malformed(exception);
        }
    }

    public NewTrace ToNewTrace() => new(
        Title!, (ContextText ?? Context)!, (SolutionText ?? Solution)!, [.. (Tags ?? []).Select(tag => tag ?? "")], AgentModel, AgentVersion, Metadata?.GetRawText());

    private JsonElement? Metadata => MetadataJson is { ValueKind: not JsonValueKind.Null } metadata ? metadata : null;

    private static Result<ImportLine> Read(JsonElement trace)
    {
        ImportLine line;
        try
        {
            line = trace.Deserialize<ImportLine>(Json)!;
        }
        catch (JsonException exception)
        {
            return ImportFailures.WrongType(exception);
        }

        var faults = line.Faults().ToList();
        return faults.Count == 0 ? line : ImportFailures.Invalid(faults);
    }

    private IEnumerable<string> Faults() => new (string Field, string? Fault)[]
    {
        ("title", Required(Title, TraceLimits.Title)),
        ("context_text", Required(ContextText ?? Context, TraceLimits.Text)),
        ("solution_text", Required(SolutionText ?? Solution, TraceLimits.Text)),
        ("tags", Tags?.Count > TraceLimits.Tags ? $"has more than {TraceLimits.Tags} entries." : null),
        ("agent_model", TextRule.FaultOf(AgentModel ?? "", 0, TraceLimits.AgentModel)),
        ("agent_version", TextRule.FaultOf(AgentVersion ?? "", 0, TraceLimits.AgentVersion)),
        ("metadata_json", Metadata is { } metadata ? MetadataRule.FaultOf(metadata) : null),
    }.Where(check => check.Fault is not null).Select(check => $"{check.Field}: {check.Fault}");

    private static string? Required(string? text, int maximum) => text is null ? "is required." : TextRule.FaultOf(text, 1, maximum);
}
