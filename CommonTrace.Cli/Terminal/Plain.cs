using System.Globalization;
using Spectre.Console;

namespace CommonTrace.Cli.Terminal;

/// <summary>Tables without lines, which fit 80 columns and can be cut by column when piped.</summary>
internal static class Plain
{
    public static Table Table(params string[] headings)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var (index, heading) in headings.Index())
        {
            // Only the last may be cut: ids and counts are copied from here.
            var column = new TableColumn(new Markup($"[dim]{heading}[/]")) { NoWrap = index < headings.Length - 1 };
            table.AddColumn(column.PadLeft(0).PadRight(2));
        }

        return table;
    }

    /// <summary>Names and values below each other.</summary>
    public static Grid Pairs(params (string Name, string Value)[] pairs)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }.PadLeft(0).PadRight(2)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        foreach (var (name, value) in pairs)
        {
            grid.AddRow(new Markup($"[dim]{Markup.Escape(name)}[/]"), new Text(value));
        }

        return grid;
    }

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A status in its colour.</summary>
    public static Markup Status(string status) => new(status switch
    {
        "completed" or "ok" or "drained" or "ready" => $"[green]{status}[/]",
        "processing" or "filling" or "indexing" => $"[blue]{status}[/]",
        "failed" or "timeout" or "down" => $"[red]{status}[/]",
        "warning" or "degraded" or "paused" or "aborted" => $"[yellow]{status}[/]",
        _ => Markup.Escape(status),
    });
}
