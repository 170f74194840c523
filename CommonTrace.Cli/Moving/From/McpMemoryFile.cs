using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Moving.From;

/// <summary>
/// The file of the reference MCP memory server: entities with observations, and relations between them, a line each. An entity becomes a
/// trace: its name the title, its type the tag, type and relations the context, its observations the solution.
/// </summary>
internal static class McpMemoryFile
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Fault NoJson = new("request.malformed", "The line is not JSON.");
    private static readonly Fault Unknown = new("import.not_a_memory", "The line is neither an entity (name, entityType, observations) nor a relation (from, to, relationType).");
    private static readonly Fault NoObservations = new("import.no_observations", "The entity has no observations: there is nothing to learn from it.");

    /// <summary>Reads the file twice: the relations, which stand behind the entities, then the entities one by one.</summary>
    public static async IAsyncEnumerable<ImportItem> ReadAsync(FileStream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var relations = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await foreach (var line in LinesAsync(file, cancellationToken))
        {
            if (Parse(line.Text) is { } memory && RelationOf(memory) is var (from, to, type))
            {
                foreach (var end in new[] { from, to }.Distinct())
                {
                    (relations.TryGetValue(end, out var known) ? known : relations[end] = []).Add($"- {from} {type} {to}");
                }
            }
        }

        await foreach (var line in LinesAsync(file, cancellationToken))
        {
            if (Convert(line, relations) is { } item)
            {
                yield return item;
            }
        }
    }

    private static IAsyncEnumerable<ImportItem> LinesAsync(FileStream file, CancellationToken cancellationToken)
    {
        file.Position = 0;
        return NdjsonFile.ReadAsync(PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true)), cancellationToken);
    }

    /// <summary>Null for a relation, which is told with its entities.</summary>
    private static ImportItem? Convert(ImportItem line, Dictionary<string, List<string>> relations)
    {
        if (line.Fault is not null)
        {
            return line;
        }

        if (Parse(line.Text) is not { } memory)
        {
            return line with { Fault = NoJson };
        }

        if (RelationOf(memory) is not null)
        {
            return null;
        }

        if (TextOf(memory, "type") != "entity" || TextOf(memory, "name") is not { } name || TextOf(memory, "entityType") is not { } type)
        {
            return line with { Fault = Unknown };
        }

        var observations = memory.TryGetProperty("observations", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(observation => $"- {observation}").ToList()
            : [];
        return observations.Count == 0
            ? line with { Fault = NoObservations }
            : line with { Text = ToTrace(name, type, observations, relations.GetValueOrDefault(name)) };
    }

    private static byte[] ToTrace(string name, string type, List<string> observations, List<string>? relations) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["title"] = name,
        ["context_text"] = $"{name} is of the type {type}." + (relations is null ? "" : $"\n\n{string.Join('\n', relations)}"),
        ["solution_text"] = string.Join('\n', observations),
        ["tags"] = new JsonArray(type),
    }.ToJsonString(Json));

    private static (string From, string To, string Type)? RelationOf(JsonElement memory) =>
        TextOf(memory, "type") == "relation" && TextOf(memory, "from") is { } from && TextOf(memory, "to") is { } to && TextOf(memory, "relationType") is { } type
            ? (from, to, type)
            : null;

    private static string? TextOf(JsonElement memory, string field) =>
        memory.ValueKind == JsonValueKind.Object && memory.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(line.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
