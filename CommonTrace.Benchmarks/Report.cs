using System.Globalization;

namespace CommonTrace.Benchmarks;

/// <summary>The table of figures, the same on the console and in the document.</summary>
internal static class Report
{
    private static readonly string[] Heading = ["| figure | measured | beside | its figure | ratio | wanted |", "|---|---|---|---|---|---|"];

    public static IEnumerable<string> Table(IEnumerable<Figure> figures) => Heading.Concat(figures.Select(Row));

    /// <summary>Answers the exit code: 1 when a wanted ratio was missed.</summary>
    public static int Print(string name, Measured measured)
    {
        Console.WriteLine($"{name}: {measured.Setting}");
        foreach (var line in Table(measured.Figures))
        {
            Console.WriteLine(line);
        }

        return measured.Figures.Any(figure => figure.IsMissed) ? 1 : 0;
    }

    private static string Row(Figure figure) => string.Create(CultureInfo.InvariantCulture,
        $"| {figure.Name} | {Figure.Number(figure.Value)} {figure.Unit} | {figure.Beside} | {Figure.Number(figure.Yardstick)} {figure.Unit} | {figure.Ratio:N2} | {figure.Wanted?.ToString() ?? "–"}{(figure.IsMissed ? " **missed**" : "")} |");
}
