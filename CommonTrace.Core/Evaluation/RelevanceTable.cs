using System.Globalization;

namespace CommonTrace.Core.Evaluation;

/// <summary>The figures of one answer.</summary>
public sealed record JudgedAnswer(string Kind, string Mode, IReadOnlyDictionary<string, double> Figures);

/// <summary>A row of the table: the mean figures of one kind of queries in one mode.</summary>
/// <param name="Kind">A kind, or <see cref="RelevanceTable.AllKinds"/>.</param>
/// <param name="Mode">How it was searched.</param>
/// <param name="Queries">How many were asked.</param>
/// <param name="Figures">By name; a figure that these queries do not have is left out.</param>
public sealed record RelevanceRow(string Kind, string Mode, int Queries, IReadOnlyDictionary<string, double> Figures);

/// <summary>A figure that became worse.</summary>
/// <param name="Is">Null when it is not measured any more.</param>
public sealed record RelevanceFall(string Kind, string Mode, string Figure, double Was, double? Is)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}, {Mode}: {Figure} was {Was:F3}, is {(Is is { } now ? $"{now:F3}" : "missing")}");
}

/// <summary>The table of relevance: means by kind and mode, as Markdown with three decimals and back.</summary>
public static class RelevanceTable
{
    /// <summary>The rows over all kinds. The figures of the search are then means over all queries but the negatives, <c>empty</c> over these.</summary>
    public const string AllKinds = "all";

    /// <summary>The name of the <see cref="MarkedSection"/> of docs/search.md that holds the table.</summary>
    public const string Section = "evaluation";

    /// <summary>How far a figure may fall below the table.</summary>
    public const double Tolerance = 0.02;

    private const int Decimals = 3;
    private const string None = "–";

    private static readonly string[] Labels = ["kind", "mode", "queries"];
    private static readonly string Heading = Line([.. Labels, .. RelevanceFigures.Names]);

    /// <summary>The rows of these answers.</summary>
    public static IReadOnlyList<RelevanceRow> Of(IReadOnlyCollection<JudgedAnswer> answers) =>
    [
        .. from kind in EvaluationKind.All.Append(AllKinds)
           from mode in EvaluateSearch.Modes
           let asked = answers.Where(answer => answer.Mode == mode && (kind == AllKinds || answer.Kind == kind)).ToList()
           where asked.Count > 0
           select new RelevanceRow(kind, mode, asked.Count, Means(asked)),
    ];

    /// <summary>The table, a line each, without a line break at the end.</summary>
    public static string ToMarkdown(IEnumerable<RelevanceRow> rows) =>
        string.Join('\n', [Heading, Line([.. Labels.Concat(RelevanceFigures.Names).Select(_ => "---")]), .. rows.Select(Line)]);

    /// <summary>The table in a text around which there may be more.</summary>
    /// <exception cref="InvalidDataException">There is no such table, or a cell is not what <see cref="ToMarkdown"/> writes.</exception>
    public static IReadOnlyList<RelevanceRow> Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => line != Heading).ToList();
        return lines.Count > 0
            ? [.. lines.Skip(2).TakeWhile(line => line.StartsWith('|')).Select(ParseRow)]
            : throw new InvalidDataException($"There is no table of relevance; it begins with the line {Heading}");
    }

    /// <summary>The figures that are worse than they were by more than <see cref="Tolerance"/>, of what the table shows, or are missing.</summary>
    public static IEnumerable<RelevanceFall> Falls(IEnumerable<RelevanceRow> was, IReadOnlyCollection<RelevanceRow> now) =>
        from old in was
        let row = now.SingleOrDefault(row => row.Kind == old.Kind && row.Mode == old.Mode)
        from figure in old.Figures
        let value = row?.Figures.TryGetValue(figure.Key, out var found) == true ? found : (double?)null
        where value is null || Math.Round(figure.Value - Math.Round(value.Value, Decimals), Decimals) > Tolerance
        select new RelevanceFall(old.Kind, old.Mode, figure.Key, figure.Value, value);

    private static Dictionary<string, double> Means(IEnumerable<JudgedAnswer> answers) =>
        answers.SelectMany(answer => answer.Figures).GroupBy(figure => figure.Key, figure => figure.Value).ToDictionary(figure => figure.Key, Enumerable.Average);

    private static string Line(RelevanceRow row) => Line(
        [row.Kind, row.Mode, row.Queries.ToString(CultureInfo.InvariantCulture), .. RelevanceFigures.Names.Select(name => Cell(row.Figures, name))]);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Cell(IReadOnlyDictionary<string, double> figures, string name) =>
        figures.TryGetValue(name, out var value) ? value.ToString($"F{Decimals}", CultureInfo.InvariantCulture) : None;

    private static RelevanceRow ParseRow(string line)
    {
        var cells = line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
        try
        {
            var figures = RelevanceFigures.Names.Zip(cells[Labels.Length..]).Where(cell => cell.Second != None);
            return new RelevanceRow(
                cells[0], cells[1], int.Parse(cells[2], CultureInfo.InvariantCulture),
                figures.ToDictionary(cell => cell.First, cell => double.Parse(cell.Second, CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"This is no row of the table of relevance: {line}", exception);
        }
    }
}
