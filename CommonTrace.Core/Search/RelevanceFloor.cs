namespace CommonTrace.Core.Search;

/// <summary>
/// What a trace must show to be answered at all; without it the nearest of traces that are all far would come. What a leg sees is measured by
/// what it must see when it runs alone. Both together say more than either: with both, the measures are added.
/// </summary>
/// <param name="LeastCoverage">The least share of the query that the words must cover; above 0, up to 1.</param>
/// <param name="LeastSimilarity">The least similarity of the vectors; above 0, up to 1.</param>
/// <param name="LeastTogether">The least sum of both measures; 1 is what one leg must show alone.</param>
internal sealed record RelevanceFloor(double LeastCoverage, double LeastSimilarity, double LeastTogether)
{
    public bool Admits(Candidate candidate)
    {
        var words = (candidate.Coverage ?? 0) / LeastCoverage;
        var vectors = Math.Max(0, candidate.Similarity ?? 0) / LeastSimilarity;
        return words + vectors >= LeastTogether;
    }
}
