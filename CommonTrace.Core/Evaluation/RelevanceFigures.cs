namespace CommonTrace.Core.Evaluation;

/// <summary>How well one answer fits its query: figures from 0 to 1 by name, the more the better. A negative query has only <see cref="Empty"/>.</summary>
public static class RelevanceFigures
{
    /// <summary>The share of the wanted traces among the first 5; of 5 at most, so that 1 can be reached.</summary>
    public const string Recall = "recall@5";

    /// <summary>1 / rank of the first relevant trace of any grade among the first 10, else 0 (Voorhees 1999, TREC-8); its mean is the MRR.</summary>
    public const string ReciprocalRank = "MRR";

    /// <summary>
    /// DCG / DCG of the ideal order, over the first 10 (Järvelin and Kekäläinen 2002); DCG = Σ (2^grade − 1) / log2(rank + 1), with the gain and
    /// discount of Burges et al. 2005.
    /// </summary>
    public const string Ndcg = "nDCG@10";

    /// <summary>1 when a wanted trace is among the first 3, else 0.</summary>
    public const string Hit = "hit@3";

    /// <summary>1 when the answer to a negative query is empty, else 0.</summary>
    public const string Empty = "empty";

    /// <summary>All figures, in the table's order.</summary>
    public static readonly IReadOnlyList<string> Names = [Recall, ReciprocalRank, Ndcg, Hit, Empty];

    private const int RecallDepth = 5;
    private const int HitDepth = 3;
    private const int Depth = EvaluateSearch.MostResults;

    /// <summary>The figures of an answer.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="found">The keys of the traces that came, best first, none twice.</param>
    public static IReadOnlyDictionary<string, double> Of(JudgedQuery query, IReadOnlyList<string> found)
    {
        if (query.Kind == EvaluationKind.Negative)
        {
            return new Dictionary<string, double> { [Empty] = found.Count == 0 ? 1 : 0 };
        }

        var wanted = query.Wanted();
        return new Dictionary<string, double>
        {
            [Recall] = (double)found.Take(RecallDepth).Count(wanted.Contains) / Math.Min(RecallDepth, wanted.Count),
            [ReciprocalRank] = found.Take(Depth).Index().Where(at => query.Relevant.ContainsKey(at.Item)).Select(at => 1.0 / (at.Index + 1)).FirstOrDefault(),
            [Ndcg] = Gain(found.Select(key => query.Relevant.GetValueOrDefault(key))) / Gain(query.Relevant.Values.OrderDescending()),
            [Hit] = found.Take(HitDepth).Any(wanted.Contains) ? 1 : 0,
        };
    }

    private static double Gain(IEnumerable<int> grades) =>
        grades.Take(Depth).Index().Sum(at => (Math.Pow(2, at.Item) - 1) / Math.Log2(at.Index + 2));
}
