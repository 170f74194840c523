using CommonTrace.Core.Evaluation;

namespace CommonTrace.Tests.Evaluation;

public class EvaluationSplitTests
{
    // SHA-256: b 3e23…, d 18ac…, c 2e7d…, a ca97…; so d, c, b, a.
    [Fact]
    public void Queries_alternate_in_the_order_of_the_hashes_of_their_keys()
    {
        var split = EvaluationSplit.Empty.With(Queries("typo", "a", "b", "c", "d"));

        Assert.Equal(["b", "d"], split.Tune);
        Assert.Equal(["a", "c"], split.Report);
    }

    [Fact]
    public void Each_kind_is_halved_by_itself()
    {
        JudgedQuery[] queries = [.. Queries("typo", "a", "b", "c"), .. Queries("error", "d", "e", "f", "g")];

        var split = EvaluationSplit.Empty.With(queries);

        Assert.Equal(2, split.Tune.Count(key => key[0] <= 'c'));
        Assert.Equal(2, split.Tune.Count(key => key[0] > 'c'));
        Assert.Equal(queries.Length, split.Tune.Union(split.Report).Count());
    }

    [Fact]
    public void What_stands_in_a_half_stays_there_and_new_queries_even_it_out()
    {
        var old = new EvaluationSplit(["c"], ["a", "b", "d"]);

        var split = old.With(Queries("typo", "a", "b", "c", "d", "e", "f"));

        Assert.Equal(["c", "e", "f"], split.Tune);
        Assert.Equal(["a", "b", "d"], split.Report);
    }

    private static JudgedQuery[] Queries(string kind, params string[] keys) =>
        Array.ConvertAll(keys, key => new JudgedQuery(key, kind, "text", new Dictionary<string, int> { ["trace"] = 3 }));
}
