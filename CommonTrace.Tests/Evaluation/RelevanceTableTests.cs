using CommonTrace.Core.Evaluation;

namespace CommonTrace.Tests.Evaluation;

public class RelevanceTableTests
{
    private const string Table =
        """
        | kind | mode | queries | recall@5 | MRR | nDCG@10 | hit@3 | empty |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        | typo | keyword | 2 | 0.500 | 0.500 | 0.500 | 0.500 | – |
        | typo | hybrid | 2 | 1.000 | 0.750 | 0.815 | 1.000 | – |
        | negative | keyword | 1 | – | – | – | – | 1.000 |
        | negative | hybrid | 1 | – | – | – | – | 0.000 |
        | all | keyword | 3 | 0.500 | 0.500 | 0.500 | 0.500 | 1.000 |
        | all | hybrid | 3 | 1.000 | 0.750 | 0.815 | 1.000 | 0.000 |
        """;

    private static readonly JudgedQuery[] Queries =
    [
        new("t1", "typo", "poool", new Dictionary<string, int> { ["pool"] = 3 }),
        new("t2", "typo", "cahce", new Dictionary<string, int> { ["cache"] = 3 }),
        new("n1", EvaluationKind.Negative, "horse", new Dictionary<string, int>()),
    ];

    [Fact]
    public async Task Each_kind_has_a_row_of_means_by_mode_and_so_have_all()
    {
        var rows = await EvaluateSearch.ExecuteAsync(Queries, ["keyword", "hybrid"], SearchAsync, TestContext.Current.CancellationToken);

        Assert.Equal(Table, RelevanceTable.ToMarkdown(rows));
    }

    [Theory]
    [InlineData("pool", "pool")]
    [InlineData("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")]
    public async Task An_answer_with_too_many_traces_or_one_twice_is_no_measurement(params string[] found)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => EvaluateSearch.ExecuteAsync(
            Queries, ["hybrid"], (_, _, _) => Task.FromResult<IReadOnlyList<string>>(found), TestContext.Current.CancellationToken));

        Assert.StartsWith("t1, hybrid: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_in_a_page_reads_as_it_was_written()
    {
        var page = $"# Search\r\n<!-- evaluation -->\r\nold\r\n<!-- /evaluation -->\r\n| more | tables |\n";

        page = MarkedSection.Replace(page, "evaluation", $"Printed by a command.\n\n{Table}\n");
        var rows = RelevanceTable.Parse(MarkedSection.Read(page, "evaluation"));

        Assert.Equal(Table, RelevanceTable.ToMarkdown(rows));
        Assert.StartsWith("# Search\r\n<!-- evaluation -->\nPrinted", page, StringComparison.Ordinal);
        Assert.EndsWith("0.000 |\n<!-- /evaluation -->\r\n| more | tables |\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# Search")]
    [InlineData("<!-- evaluation -->")]
    [InlineData("<!-- /evaluation --> <!-- evaluation -->")]
    public void A_page_without_the_marks_says_which_are_missing(string page)
    {
        var error = Assert.Throws<InvalidDataException>(() => MarkedSection.Read(page, "evaluation"));

        Assert.Equal("The page has no <!-- evaluation --> with a <!-- /evaluation --> behind it.", error.Message);
    }

    [Theory]
    [InlineData("0.815", "0.8l5")]
    [InlineData("| 2 |", "| two |")]
    [InlineData("| typo | hybrid | 2 ", "| typo ")]
    public void A_broken_row_is_named(string cell, string broken)
    {
        var line = "| typo | hybrid | 2 | 1.000 | 0.750 | 0.815 | 1.000 | – |".Replace(cell, broken, StringComparison.Ordinal);
        var table = string.Join('\n', Table.Split('\n')[..2]) + '\n' + line;

        Assert.EndsWith(line, Assert.Throws<InvalidDataException>(() => RelevanceTable.Parse(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_the_table_is_refused() => Assert.Throws<InvalidDataException>(() => RelevanceTable.Parse("| kind | mode |"));

    [Theory]
    [InlineData(0.730)]
    [InlineData(0.7299)]
    [InlineData(0.9)]
    public void A_figure_may_fall_by_two_hundredths(double value) => Assert.Empty(RelevanceTable.Falls(RelevanceTable.Parse(Table), Now(value)));

    [Fact]
    public void A_figure_that_falls_further_is_told_with_what_it_was()
    {
        var falls = RelevanceTable.Falls(RelevanceTable.Parse(Table), Now(0.729));

        Assert.Equal("typo, hybrid: MRR was 0.750, is 0.729", Assert.Single(falls).ToString());
    }

    [Fact]
    public void A_figure_that_is_measured_no_more_has_fallen()
    {
        var table = RelevanceTable.Parse(Table);

        var falls = RelevanceTable.Falls(table, [.. table.Where(row => row.Kind != EvaluationKind.Negative)]);

        Assert.Equal(["negative, keyword: empty was 1.000, is missing", "negative, hybrid: empty was 0.000, is missing"], falls.Select(fall => fall.ToString()));
    }

    /// <summary>The table, but for one figure.</summary>
    private static List<RelevanceRow> Now(double value) => [.. RelevanceTable.Parse(Table).Select(row => row is { Kind: "typo", Mode: "hybrid" }
        ? row with { Figures = new Dictionary<string, double>(row.Figures) { [RelevanceFigures.ReciprocalRank] = value } }
        : row)];

    /// <summary>By words it finds the pool alone; both together find the cache as well, second, and something for the horse.</summary>
    private static Task<IReadOnlyList<string>> SearchAsync(string text, string mode, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>((text, mode) switch
        {
            ("poool", _) => ["pool"],
            ("cahce", "hybrid") => ["pool", "cache"],
            ("horse", "hybrid") => ["cache"],
            _ => [],
        });
}
