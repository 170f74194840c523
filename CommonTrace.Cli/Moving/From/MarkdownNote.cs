using System.Text;
using System.Text.Json.Nodes;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace CommonTrace.Cli.Moving.From;

/// <summary>Makes a trace of a note: its title, what led to the solution, and the solution.</summary>
internal sealed class MarkdownNote
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();
    private static readonly HashSet<string> Contexts = new(["context", "problem", "symptom", "symptoms"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Solutions = new(["solution", "fix", "resolution"], StringComparer.OrdinalIgnoreCase);

    private readonly string _text;
    private readonly StringBuilder _context = new();
    private readonly StringBuilder _solution = new();
    private string? _title;

    private MarkdownNote(string text) => _text = text;

    /// <param name="text">The note.</param>
    /// <param name="name">Its file's name, the title when it has no other.</param>
    public static JsonObject Read(string text, string name)
    {
        var note = new MarkdownNote(text.ReplaceLineEndings("\n"));
        var document = Markdown.Parse(note._text, Pipeline);
        var matter = document.OfType<YamlFrontMatterBlock>().FirstOrDefault();
        var fields = new FrontMatter(matter?.Lines.ToString() ?? "");
        note._title = fields.Text("title");
        note.Divide(document.OfType<HeadingBlock>(), matter is null ? 0 : matter.Span.End + 1);
        return note.ToTrace(fields, name);
    }

    /// <summary>Context is what stands before the first heading of a solution; a heading of either sort is left out, any other stays.</summary>
    private void Divide(IEnumerable<HeadingBlock> headings, int start)
    {
        var (section, isFirst) = (_context, true);
        foreach (var heading in headings)
        {
            section.Append(_text, start, heading.Span.Start - start);
            start = heading.Span.End + 1;
            var name = NameOf(heading);
            if (Contexts.Contains(name) || Solutions.Contains(name))
            {
                section = (Contexts.Contains(name) ? _context : _solution).Append("\n\n");
            }
            else if (isFirst && (_title is null || _title == name))
            {
                _title = name;
            }
            else
            {
                section.Append(_text, heading.Span.Start, heading.Span.Length);
            }

            isFirst = false;
        }

        section.Append(_text, start, _text.Length - start);
    }

    // The first line without its marks; an underline is on the next.
    private string NameOf(HeadingBlock heading) =>
        _text.AsSpan(heading.Span.Start, heading.Span.Length).ToString().Split('\n')[0].Trim().Trim('#').Trim().TrimEnd(':');

    private JsonObject ToTrace(FrontMatter fields, string name)
    {
        var title = string.IsNullOrEmpty(_title) ? name.Replace('-', ' ').Replace('_', ' ') : _title;
        var (context, solution) = (_context.ToString().Trim(), _solution.ToString().Trim());
        if (solution.Length == 0)
        {
            throw new NoteException("import.no_solution", "The note has no text below a heading Solution, Fix or Resolution.");
        }

        var trace = new JsonObject
        {
            ["title"] = title,
            // A note that begins with its solution says in its title what it is about.
            ["context_text"] = context.Length == 0 ? title : context,
            ["solution_text"] = solution,
            ["tags"] = new JsonArray([.. fields.List("tags").Select(tag => (JsonNode)tag)]),
        };
        foreach (var (field, value) in new[]
        {
            ("created_at", fields.Time("created_at", "created", "date")?.ToString("O")),
            ("agent_model", fields.Text("agent_model")),
            ("agent_version", fields.Text("agent_version")),
        })
        {
            if (value is not null)
            {
                trace[field] = value;
            }
        }

        return trace;
    }
}
