using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Traces;

/// <summary>
/// What stands between two lines of <c>---</c> at the top of a trace that is being written: a field to a line. Not YAML, which forbids a title with a
/// colon in it, as error messages have them.
/// </summary>
internal static class TraceFields
{
    private const string Fence = "---";

    private static readonly string[] Fields =
    [
        "title", "tags", "agent_model", "agent_version", "supersedes_trace_id", "review_after", "watch_condition", "tokens_to_resolution", "metadata_json",
    ];

    /// <summary>The fields, and the number of the line that follows; none and 0 when there is no front matter.</summary>
    public static (JsonObject Trace, int Next) Parse(string name, string[] lines)
    {
        var trace = new JsonObject();
        if (lines[0].TrimEnd() != Fence)
        {
            return (trace, 0);
        }

        for (var at = 1; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (line == Fence)
            {
                return (trace, at + 1);
            }

            if (line.Length > 0 && line[0] != '#')
            {
                Read($"{name}, line {at + 1}", line, trace);
            }
        }

        throw CliException.Usage($"{name}: the front matter that begins with --- has no second --- at its end.");
    }

    private static void Read(string place, string line, JsonObject trace)
    {
        if (line.StartsWith("- ", StringComparison.Ordinal) && trace["tags"] is JsonArray tags)
        {
            tags.Add(JsonValue.Create(Unquoted(line[2..])));
            return;
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (field, value) = colon < 0 ? (line, "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
        if (colon < 0 || !Fields.Contains(field))
        {
            throw CliException.Usage($"{place}: \"{field}\" is no field of a trace; there are {string.Join(", ", Fields)}.");
        }

        if (value.Length > 0 || field == "tags")
        {
            trace[field] = Value(place, field, value);
        }
    }

    private static JsonNode Value(string place, string field, string value)
    {
        try
        {
            return field switch
            {
                "tags" => new JsonArray([.. value.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(tag => JsonValue.Create(Unquoted(tag)))]),
                "metadata_json" => JsonNode.Parse(value)!,
                "tokens_to_resolution" => JsonValue.Create(int.Parse(value, CultureInfo.InvariantCulture)),
                _ => JsonValue.Create(Unquoted(value)),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or OverflowException)
        {
            throw CliException.Usage($"{place}: {field} cannot be \"{value}\": {exception.Message}");
        }
    }

    private static string Unquoted(string value) =>
        value.Trim() is [('"' or '\'') and var first, .. var inner, var last] && first == last ? inner : value.Trim();
}
