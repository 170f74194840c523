using Spectre.Console;

namespace CommonTrace.Cli.Terminal;

/// <summary>How lists and single things look.</summary>
internal static class Tables
{
    /// <summary>Rows under headings; every cell is a text, whatever brackets are in it.</summary>
    public static void Table(this IAnsiConsole screen, string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        screen.Write(table);
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

    /// <summary>A text of somebody's as it is: the terminal wraps it, no newline is added to what may be copied.</summary>
    public static void Verbatim(this IAnsiConsole screen, string text) => screen.Profile.Out.Writer.WriteLine(text.TrimEnd('\n'));
}
