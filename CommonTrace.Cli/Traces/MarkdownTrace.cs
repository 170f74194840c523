using System.Text;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Traces;

/// <summary>A trace as people write it: front matter, and the sections <c>## Context</c> and <c>## Solution</c>.</summary>
internal static class MarkdownTrace
{
    private const string ContextHint = "<!-- What you met: the error as it was printed, versions, what you had tried. -->";
    private const string SolutionHint = "<!-- What fixed it, and why. -->";

    /// <summary>What the editor begins with.</summary>
    public const string Template =
        $"""
        ---
        title:
        tags:
        agent_model:
        ---

        ## Context
        {ContextHint}

        ## Solution
        {SolutionHint}

        """;

    /// <summary>The trace as the API takes it. Without a title in the front matter, the first heading is it.</summary>
    /// <param name="name">What the text is called in a sentence about its faults.</param>
    public static JsonObject Parse(string name, string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var (trace, start) = TraceFields.Parse(name, lines);
        var sections = new Dictionary<string, StringBuilder>();
        var (section, isCode) = ((string?)null, false);
        for (var at = start; at < lines.Length; at++)
        {
            var line = lines[at];
            isCode ^= line.TrimStart() is ['`', '`', '`', ..] or ['~', '~', '~', ..];
            if (!isCode && SectionOf(line) is { } begun)
            {
                section = sections.TryAdd(begun, new StringBuilder()) ? begun : throw CliException.Usage($"{name}, line {at + 1}: there are two sections \"{line.Trim()}\".");
            }
            else if (section is not null)
            {
                sections[section].Append(line is ContextHint or SolutionHint ? "" : line).Append('\n');
            }
            else if (!isCode && line.StartsWith("# ", StringComparison.Ordinal) && !trace.ContainsKey("title"))
            {
                trace["title"] = line[2..].Trim();
            }
            else if (line.Trim().Length > 0)
            {
                throw CliException.Usage($"{name}, line {at + 1}: \"{line.Trim()}\" stands in no section; write it below \"## Context\" or \"## Solution\".");
            }
        }

        if (sections.Count == 0)
        {
            throw CliException.Usage($"{name} has no \"## Context\" and no \"## Solution\"; `commontrace contribute --help` shows other ways.");
        }

        foreach (var (field, content) in sections)
        {
            trace[field] = content.ToString().Trim('\n');
        }

        return trace;
    }

    private static string? SectionOf(string line) => line.TrimEnd().ToLowerInvariant() switch
    {
        "## context" => "context_text",
        "## solution" => "solution_text",
        _ => null,
    };
}
