using System.Globalization;

namespace CommonTrace.Tests.Safety;

/// <summary>The figures of one family.</summary>
/// <param name="Cases">How many texts.</param>
/// <param name="Harmless">How many of them have nothing to find.</param>
/// <param name="Right">Findings that were wanted.</param>
/// <param name="Wrong">Findings that were not.</param>
/// <param name="Missed">What was wanted and not found.</param>
internal sealed record SafetyRow(string Family, int Cases, int Harmless, int Right, int Wrong, int Missed)
{
    /// <summary>The share of findings that are right, 0 to 1; 1 when nothing was found.</summary>
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    /// <summary>The share of what was wanted that was found, 0 to 1; 1 when nothing was wanted.</summary>
    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);
}

/// <summary>Precision and recall by family, counted by finding, as a Markdown table.</summary>
internal static class SafetyTable
{
    /// <summary>The name of the marked section of docs/safety.md that holds the table.</summary>
    public const string Section = "figures";

    public static IReadOnlyList<SafetyRow> Of(IEnumerable<SafetyCase> corpus) =>
        [.. corpus.GroupBy(examined => examined.Family).OrderBy(family => family.Key, StringComparer.Ordinal).Select(Row)];

    /// <summary>The table, a line each, without a line break at the end.</summary>
    public static string ToMarkdown(IReadOnlyCollection<SafetyRow> rows) => string.Join('\n',
    [
        "| family | cases | harmless | found | wrongly | missed | precision | recall |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        .. rows.Append(Sum(rows)).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"| {row.Family} | {row.Cases} | {row.Harmless} | {row.Right + row.Wrong} | {row.Wrong} | {row.Missed} | {row.Precision:F3} | {row.Recall:F3} |")),
    ]);

    private static SafetyRow Row(IGrouping<string, SafetyCase> family)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var examined in family)
        {
            var found = SafetyGates.Examine(examined);
            var met = Common(examined.Finds, found);
            (right, wrong, missed) = (right + met, wrong + found.Count - met, missed + examined.Finds.Count - met);
        }

        return new(family.Key, family.Count(), family.Count(examined => examined.Finds.Count == 0), right, wrong, missed);
    }

    // Two of a kind in one text have to be found twice.
    private static int Common(IEnumerable<string> wanted, IReadOnlyList<string> found) =>
        wanted.CountBy(kind => kind).Sum(kind => Math.Min(kind.Value, found.Count(other => other == kind.Key)));

    private static SafetyRow Sum(IReadOnlyCollection<SafetyRow> rows) => new(
        "all", rows.Sum(row => row.Cases), rows.Sum(row => row.Harmless), rows.Sum(row => row.Right), rows.Sum(row => row.Wrong), rows.Sum(row => row.Missed));
}
