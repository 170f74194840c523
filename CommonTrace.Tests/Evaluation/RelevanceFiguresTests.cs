using CommonTrace.Core.Evaluation;

namespace CommonTrace.Tests.Evaluation;

/// <summary>The figures of answers that were calculated by hand. The query's traces are a (3), b (2) and c (1).</summary>
public class RelevanceFiguresTests
{
    private static readonly JudgedQuery Query = new("q", "sentence", "text", new Dictionary<string, int> { ["a"] = 3, ["b"] = 2, ["c"] = 1 });

    [Theory]
    [InlineData("a b c", 1)]
    [InlineData("x x1 x2 b a", 1)]
    [InlineData("c x x1 a x2 b", 0.5)]
    [InlineData("c x x1 x2 x3 a b", 0)]
    [InlineData("", 0)]
    public void Recall_counts_the_traces_that_help_among_the_first_five(string found, double expected) => Is(RelevanceFigures.Recall, found, expected);

    [Theory]
    [InlineData("a b", 1)]
    [InlineData("x c a", 0.5)]
    [InlineData("x x1 x2 x3 x4 x5 x6 x7 x8 b", 0.1)]
    [InlineData("x x1 x2 x3 x4 x5 x6 x7 x8 x9 b", 0)]
    [InlineData("", 0)]
    public void The_reciprocal_rank_is_that_of_the_first_relevant_trace_of_any_grade(string found, double expected) =>
        Is(RelevanceFigures.ReciprocalRank, found, expected);

    // The ideal is 7/log2(2) + 3/log2(3) + 1/log2(4) = 7 + 1.892789 + 0.5 = 9.392789.
    [Theory]
    [InlineData("a b c", 1)]
    [InlineData("b a", (3 + 4.416508) / 9.392789)]
    [InlineData("x a x1 c", (4.416508 + 0.430677) / 9.392789)]
    [InlineData("x x1 x2 x3 x4 x5 x6 x7 x8 x9 a", 0)]
    [InlineData("", 0)]
    public void NDCG_weighs_grades_and_ranks(string found, double expected) => Is(RelevanceFigures.Ndcg, found, expected);

    [Theory]
    [InlineData("x x1 b", 1)]
    [InlineData("c x x1 a", 0)]
    public void A_hit_is_a_trace_that_helps_among_the_first_three(string found, double expected) => Is(RelevanceFigures.Hit, found, expected);

    [Fact]
    public void Where_no_trace_helps_those_worth_showing_are_wanted()
    {
        var query = Query with { Relevant = new Dictionary<string, int> { ["c"] = 1, ["d"] = 1 } };

        var figures = RelevanceFigures.Of(query, ["x", "d"]);

        Assert.Equal(0.5, figures[RelevanceFigures.Recall]);
        Assert.Equal(1, figures[RelevanceFigures.Hit]);
    }

    [Fact]
    public void Five_of_seven_wanted_traces_are_a_full_recall()
    {
        var query = Query with { Relevant = Enumerable.Range(1, 7).ToDictionary(number => $"t{number}", _ => 3) };

        Assert.Equal(1, RelevanceFigures.Of(query, ["t7", "t1", "t3", "t2", "t5", "x"])[RelevanceFigures.Recall]);
        Assert.Equal(0.8, RelevanceFigures.Of(query, ["t7", "t1", "x", "t2", "t5", "t3"])[RelevanceFigures.Recall]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("x", 0)]
    public void A_negative_query_has_one_figure_whether_the_answer_was_empty(string found, double expected)
    {
        var query = new JudgedQuery("n", EvaluationKind.Negative, "text", new Dictionary<string, int>());

        var figures = RelevanceFigures.Of(query, Keys(found));

        Assert.Equal([KeyValuePair.Create(RelevanceFigures.Empty, expected)], figures);
    }

    private static void Is(string figure, string found, double expected)
    {
        var figures = RelevanceFigures.Of(Query, Keys(found));

        Assert.Equal(expected, figures[figure], 1e-6);
        Assert.False(figures.ContainsKey(RelevanceFigures.Empty));
    }

    private static string[] Keys(string found) => found.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
