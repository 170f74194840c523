using System.Text.Json;

namespace CommonTrace.Core.Search;

/// <summary>The situation that a search is made in, and how well a trace's own agrees with it.</summary>
public sealed class SearchContext
{
    /// <summary>The parts of a situation that are compared.</summary>
    public static readonly string[] Keys = ["language", "framework", "os", "package_manager", "runtime", "environment"];

    private readonly Dictionary<string, string> _wanted;

    private SearchContext(Dictionary<string, string> wanted) => _wanted = wanted;

    /// <summary>Reads the known parts that are texts; null when there is none.</summary>
    public static SearchContext? Of(JsonElement context)
    {
        var wanted = ValuesOf(context);
        return wanted.Count == 0 ? null : new SearchContext(wanted);
    }

    /// <summary>
    /// How well a trace fits: the share of the wanted parts that it agrees with, less the share that it contradicts; −1 to 1. What a trace does not
    /// tell counts as neither. It agrees by its metadata (a part at its top, or in <c>context</c>) or by a tag.
    /// </summary>
    public double AlignmentWith(string? metadataJson, IReadOnlyCollection<string> tags)
    {
        var told = Told(metadataJson);
        return _wanted.Average(part => tags.Contains(part.Value) || Agrees(told.GetValueOrDefault(part.Key), part.Value) ? 1.0 : told.ContainsKey(part.Key) ? -1 : 0);
    }

    // "python 3.12" is python, in either direction.
    private static bool Agrees(string? told, string wanted) =>
        told is not null && (StartsAsWord(told, wanted) || StartsAsWord(wanted, told));

    private static bool StartsAsWord(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal) && (text.Length == start.Length || !char.IsAsciiLetter(text[start.Length]));

    private static Dictionary<string, string> Told(string? metadataJson)
    {
        if (metadataJson is null)
        {
            return [];
        }

        using var metadata = JsonDocument.Parse(metadataJson);
        var told = ValuesOf(metadata.RootElement);
        if (metadata.RootElement.ValueKind == JsonValueKind.Object && metadata.RootElement.TryGetProperty("context", out var context))
        {
            foreach (var (key, value) in ValuesOf(context))
            {
                told[key] = value;
            }
        }

        return told;
    }

    private static Dictionary<string, string> ValuesOf(JsonElement json)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in json.ValueKind == JsonValueKind.Object ? Keys : [])
        {
            if (json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
            {
                values[key] = value.GetString()!.Trim().ToLowerInvariant();
            }
        }

        return values;
    }
}
