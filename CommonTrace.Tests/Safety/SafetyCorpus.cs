using System.Text.Json;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Tests.Safety;

/// <summary>The cases of fixtures/safety, with their templates filled in.</summary>
internal static class SafetyCorpus
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static string Folder { get; } = Path.Combine(Repository.Root.FullName, "fixtures", "safety");

    /// <summary>All cases, file by file.</summary>
    /// <exception cref="InvalidDataException">A line is no case; says which file and line.</exception>
    public static IReadOnlyList<SafetyCase> Read() =>
    [
        .. from file in Directory.EnumerateFiles(Folder, "*.jsonl").Order(StringComparer.Ordinal)
           from line in File.ReadLines(file).Index()
           where line.Item.Length > 0
           select Parse(line.Item, $"{Path.GetFileName(file)}, line {line.Index + 1}"),
    ];

    /// <summary>One line with its templates filled in, always the same.</summary>
    public static SafetyCase Parse(string line, string where)
    {
        try
        {
            var read = JsonSerializer.Deserialize<SafetyCase>(line, Json) ?? throw new JsonException("null is no case.");
            var template = new SafetyTemplate(line);
            return read with { Text = template.Fill(read.Text), Title = template.Fill(read.Title), Context = template.Fill(read.Context), Solution = template.Fill(read.Solution) };
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new InvalidDataException($"{where}: {exception.Message}", exception);
        }
    }
}
