namespace CommonTrace.Core.Search;

/// <summary>
/// Leaves out what no leg vouches for, and orders the rest: by reciprocal rank fusion of the legs (Cormack, Clarke, Büttcher, "Reciprocal
/// rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009), then by bounded factors. That a trace was shown
/// before is none of them.
/// </summary>
internal sealed class RankCandidates(SearchOptions options, DateTimeOffset now)
{
    /// <summary>Runs it, best first.</summary>
    /// <param name="candidates">What the legs propose; of each leg all that it has, so that ranks are ranks.</param>
    /// <param name="floor">What a trace must show to be answered.</param>
    /// <param name="legs">What the legs weigh.</param>
    /// <param name="context">The asked context, if any.</param>
    public IReadOnlyList<RankedCandidate> Run(
        IReadOnlyList<Candidate> candidates, RelevanceFloor floor, LegOptions legs, SearchContext? context)
    {
        var fitting = candidates.Where(floor.Admits).ToList();
        var wordRanks = RanksOf(fitting, candidate => candidate.WordScore);
        var vectorRanks = RanksOf(fitting, candidate => candidate.Similarity);
        var most = (wordRanks.Count > 0 ? legs.Words : 0) + (vectorRanks.Count > 0 ? legs.Vectors : 0);
        return
        [
            .. fitting
                .Select(candidate => Rank(candidate, Part(legs.Words, wordRanks, candidate), Part(legs.Vectors, vectorRanks, candidate), most, context))
                .OrderByDescending(ranked => ranked.Score).ThenByDescending(ranked => ranked.Candidate.WordScore).ThenBy(ranked => ranked.Candidate.Id),
        ];
    }

    private RankedCandidate Rank(Candidate candidate, double words, double vectors, double most, SearchContext? context)
    {
        // First place in every leg is 1.
        var fused = most == 0 ? 0 : (words + vectors) * (options.RankConstant + 1) / most;
        var trust = 1 + (options.TrustStrength * TrustOf(candidate.TrustScore));
        var outcomes = 1 + (options.OutcomeStrength * OutcomesOf(candidate));
        var validated = 1 + (candidate.IsValidated ? options.ValidatedStrength : 0);
        var freshness = 1 - (options.FreshnessStrength * (1 - Math.Pow(0.5, Math.Max(0, (now - candidate.CreatedAt) / options.FreshnessHalfLife))));
        var alignment = 1 + (options.ContextStrength * (context?.AlignmentWith(candidate.MetadataJson, candidate.Tags) ?? 0));
        var expired = candidate.ReviewAfter < now ? options.ExpiredFactor : 1;
        return new RankedCandidate(candidate, fused * trust * outcomes * validated * freshness * alignment * expired, new Dictionary<string, double?>
        {
            ["word_score"] = candidate.WordScore,
            ["word_coverage"] = candidate.Coverage,
            ["similarity"] = candidate.Similarity,
            ["words"] = words,
            ["vectors"] = vectors,
            ["fused"] = fused,
            ["trust"] = trust,
            ["outcomes"] = outcomes,
            ["validated"] = validated,
            ["freshness"] = freshness,
            ["context"] = alignment,
            ["expired"] = expired,
        });
    }

    private double Part(double weight, Dictionary<Guid, int> ranks, Candidate candidate) =>
        ranks.TryGetValue(candidate.Id, out var rank) ? weight / (options.RankConstant + rank) : 0;

    // Equals share a place, so that the factors order them and not their age.
    private static Dictionary<Guid, int> RanksOf(IEnumerable<Candidate> candidates, Func<Candidate, double?> score)
    {
        var ranks = new Dictionary<Guid, int>();
        foreach (var equals in candidates.Where(candidate => score(candidate) is not null).GroupBy(score).OrderByDescending(equals => equals.Key))
        {
            var rank = ranks.Count + 1;
            foreach (var candidate in equals)
            {
                ranks.Add(candidate.Id, rank);
            }
        }

        return ranks;
    }

    /// <summary>ln(2 + max(0, trust)), 0 for no trust and 1 from 20 on.</summary>
    private static double TrustOf(double trust) => Math.Min(1, Math.Log((2 + Math.Max(0, trust)) / 2) / Math.Log(11));

    /// <summary>The share of successes by Laplace's rule of succession, −1 to 1; 0 when nothing was reported.</summary>
    private static double OutcomesOf(Candidate candidate) =>
        (2.0 * (candidate.SolvedCount + 1) / (candidate.SolvedCount + candidate.FailedCount + 2)) - 1;
}

/// <summary>A candidate with its score and the parts of it, by name.</summary>
internal sealed record RankedCandidate(Candidate Candidate, double Score, IReadOnlyDictionary<string, double?> Factors);
