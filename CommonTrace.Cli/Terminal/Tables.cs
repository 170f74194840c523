using Spectre.Console;

namespace CommonTrace.Cli.Terminal;

/// <summary>How lists and single things look.</summary>
internal static class Tables
{
    private const int Gap = 2;

    /// <summary>Rows under headings, of which the last is the id: where all do not fit side by side, it goes below, and is never broken.</summary>
    public static void Table(this IAnsiConsole screen, string[] headings, IEnumerable<string[]> rows)
    {
        var lines = rows.Prepend(headings).ToList();
        var widths = headings.Select((_, column) => lines.Max(line => Snippet.Cells(line[column])) + Gap).ToArray();
        var isNarrow = widths.Sum() - Gap > screen.Profile.Width;
        foreach (var (at, line) in lines.Index())
        {
            var cells = isNarrow ? line[..^1] : line;
            var text = string.Concat(cells.Select((cell, column) => cell + new string(' ', widths[column] - Snippet.Cells(cell)))).TrimEnd();
            screen.WriteLine(text, at == 0 ? new Style(decoration: Decoration.Bold) : Style.Plain);
            if (isNarrow && at > 0)
            {
                screen.MarkupLineInterpolated($"  [dim]{line[^1]}[/]");
            }
        }
    }

    /// <summary>A name and a value to a line; what has no value is left out.</summary>
    public static void Fields(this IAnsiConsole screen, params (string Name, string Value)[] fields)
    {
        var told = fields.Where(field => field.Value.Length > 0).ToList();
        var width = told.Count == 0 ? 0 : told.Max(field => field.Name.Length);
        foreach (var (name, value) in told)
        {
            screen.MarkupLineInterpolated($"[dim]{name.PadRight(width)}[/]  {value}");
        }
    }

    /// <summary>A text of somebody's as it is: no newline is put into what may be copied, the terminal wraps it.</summary>
    public static void Verbatim(this IAnsiConsole screen, string text) => screen.Profile.Out.Writer.WriteLine(text.TrimEnd('\n'));
}
