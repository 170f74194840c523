using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Traces;

/// <summary>Options such as <c>--context os=linux</c>.</summary>
internal static class Pairs
{
    /// <summary>The pairs as an object; null when there are none.</summary>
    public static JsonObject? Parse(string option, string[] pairs)
    {
        var parsed = new JsonObject();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
            {
                throw CliException.Usage($"\"{pair}\" is no pair for {option}: write key=value, such as os=linux.");
            }

            parsed[pair[..at].Trim()] = pair[(at + 1)..].Trim();
        }

        return parsed.Count == 0 ? null : parsed;
    }
}
