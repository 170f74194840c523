namespace CommonTrace.Benchmarks.Search;

/// <summary>Both legs in one statement, beside a statement each on two connections at once; and what each leg takes alone.</summary>
internal static class LegFigures
{
    private const int RoundCount = 5;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(SearchStage stage)
    {
        await using var one = await BareSearch.CreateAsync(stage);
        await using var other = await BareSearch.CreateAsync(stage);
        var both = stage.Sentences.Zip(stage.Vectors, BareSearch.Propose).ToList();
        var words = stage.Sentences.Select(text => BareSearch.Propose(text, null)).ToList();
        var vectors = stage.Vectors.Select(vector => BareSearch.Propose(null, vector)).ToList();
        Latencies together = new(), apart = new(), onlyWords = new(), onlyVectors = new();
        await Rounds.RunAsync(
            RoundCount,
            "ms at p50",
            ("legs in one statement", () => together.AddRoundAsync(both.Count, i => one.RunAsync(_ => 0, both[i]))),
            ("legs on two connections", () => apart.AddRoundAsync(both.Count, i => Task.WhenAll(one.RunAsync(_ => 0, words[i]), other.RunAsync(_ => 0, vectors[i])))),
            ("words", () => onlyWords.AddRoundAsync(both.Count, i => one.RunAsync(_ => 0, words[i]))),
            ("vectors", () => onlyVectors.AddRoundAsync(both.Count, i => one.RunAsync(_ => 0, vectors[i]))));
        return
        [
            new("both legs in one statement, p50", together.P50, "ms", "on two connections at once", apart.P50, null),
            new("the words leg, p50", onlyWords.P50, "ms", "the vectors leg", onlyVectors.P50, null),
        ];
    }
}
