namespace CommonTrace.Core.Search;

/// <summary>
/// What a trace must show to be answered at all; without it the nearest of traces that are all far would come. What a leg sees is measured by
/// what it must see when it runs alone. Both together say more than either: with both, the measures are added.
/// </summary>
/// <param name="LeastCoverage">The least share of the query that the words must cover; above 0, up to 1.</param>
/// <param name="LeastSimilarity">The least similarity of the vectors; above 0, up to 1.</param>
/// <param name="LeastTogether">The least sum of both measures; 1 is what one leg must show alone.</param>
/// <param name="Oddness">By how much more the sum must be, because of words that nobody knows; 0 for none.</param>
internal sealed record RelevanceFloor(double LeastCoverage, double LeastSimilarity, double LeastTogether, double Oddness)
{
    // However odd the words are: a query that is covered nearly whole, or nearly the same text, has found what it means.
    private const double PlainCoverage = 0.8;
    private const double PlainSimilarity = 0.4;

    public bool Admits(Candidate candidate)
    {
        var (coverage, similarity) = (candidate.Coverage ?? 0, Math.Max(0, candidate.Similarity ?? 0));
        return (coverage / LeastCoverage) + (similarity / LeastSimilarity) >= LeastTogether * (1 + Oddness)
            || coverage >= PlainCoverage
            || similarity >= Math.Max(PlainSimilarity, LeastSimilarity);
    }
}
