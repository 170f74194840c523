using CommonTrace.Core.Search;

namespace CommonTrace.Tests.Search;

/// <summary>Two candidates that are alike but for one thing: which comes first, and by how much.</summary>
public sealed class RankCandidatesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly SearchOptions Options = new();
    private static readonly LegOptions Both = new() { Words = 1, Vectors = 1 };
    private static readonly RelevanceFloor Everything = new(LeastCoverage: 1, LeastSimilarity: 1, LeastTogether: 0, Oddness: 0);

    [Fact]
    public void What_shows_too_little_of_words_and_meaning_is_left_out()
    {
        var weak = Alike() with { Coverage = 0.29, Similarity = null };
        var byWords = Alike() with { Coverage = 0.3, Similarity = null };
        var byVectors = Alike() with { Coverage = null, WordScore = null, Similarity = 0.2 };
        var byBoth = Alike() with { Coverage = 0.15, Similarity = 0.1 };

        var ranked = Rank([weak, byWords, byVectors, byBoth], floor: new RelevanceFloor(LeastCoverage: 0.3, LeastSimilarity: 0.2, LeastTogether: 1, Oddness: 0));

        Assert.Equal(new[] { byWords.Id, byVectors.Id, byBoth.Id }.Order(), ranked.Select(hit => hit.Candidate.Id).Order());
    }

    [Fact]
    public void Words_that_nobody_knows_raise_the_floor_for_all_but_what_fits_nearly_whole()
    {
        var some = Alike() with { Coverage = 0.4, Similarity = 0.25 };
        var words = Alike() with { Coverage = 0.9, Similarity = 0 };
        var vectors = Alike() with { Coverage = 0, Similarity = 0.5 };
        var odd = new RelevanceFloor(LeastCoverage: 0.3, LeastSimilarity: 0.2, LeastTogether: 1, Oddness: 6);

        Assert.Contains(some.Id, Rank([some], floor: odd with { Oddness = 0 }).Select(hit => hit.Candidate.Id));
        Assert.Equal(new[] { words.Id, vectors.Id }.Order(), Rank([some, words, vectors], floor: odd).Select(hit => hit.Candidate.Id).Order());
    }

    [Fact]
    public void First_in_every_leg_scores_one_before_the_factors()
    {
        var best = Alike() with { WordScore = 0.9, Similarity = 0.9 };
        var next = Alike() with { WordScore = 0.8, Similarity = 0.8 };

        var ranked = Rank([next, best]);

        Assert.Equal(best.Id, ranked[0].Candidate.Id);
        Assert.Equal(1, ranked[0].Factors["fused"]!.Value, 9);
        Assert.InRange(ranked[1].Factors["fused"]!.Value, 0.01, 0.999);
    }

    [Fact]
    public void Both_legs_together_beat_each_alone()
    {
        var words = Alike() with { WordScore = 0.9, Similarity = null };
        var vectors = Alike() with { WordScore = null, Coverage = null, Similarity = 0.9 };
        var both = Alike() with { WordScore = 0.8, Similarity = 0.8 };

        Assert.Equal(both.Id, Rank([words, vectors, both])[0].Candidate.Id);
    }

    [Fact]
    public void A_leg_that_weighs_more_is_believed_more()
    {
        var byWords = Alike() with { WordScore = 0.9, Similarity = 0.5 };
        var byVectors = Alike() with { WordScore = 0.5, Similarity = 0.9 };

        Assert.Equal(byWords.Id, Rank([byWords, byVectors], new LegOptions { Words = 1, Vectors = 0.2 })[0].Candidate.Id);
        Assert.Equal(byVectors.Id, Rank([byWords, byVectors], new LegOptions { Words = 0.2, Vectors = 1 })[0].Candidate.Id);
    }

    [Fact]
    public void One_leg_alone_can_score_as_high_as_two()
    {
        var ranked = Rank([Alike() with { Similarity = null }, Alike() with { Similarity = null, WordScore = 0.1 }]);

        Assert.Equal(1, ranked[0].Factors["fused"]!.Value, 9);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-7, 0)]
    [InlineData(20, 1)]
    [InlineData(1_000, 1)]
    public void Trust_raises_by_its_strength_at_most_and_a_negative_one_gives_nothing(double trust, double share) =>
        Assert.Equal(1 + (share * Options.TrustStrength), Factor("trust", Alike() with { TrustScore = trust }), 9);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void Trust_grows_as_the_logarithm_of_two_and_the_trust(double trust)
    {
        var share = (Math.Log(2 + trust) - Math.Log(2)) / (Math.Log(22) - Math.Log(2));

        Assert.Equal(1 + (share * Options.TrustStrength), Factor("trust", Alike() with { TrustScore = trust }), 9);
    }

    [Fact]
    public void Outcomes_move_a_score_in_their_direction_and_no_report_moves_nothing()
    {
        double Of(int solved, int failed) => Factor("outcomes", Alike() with { SolvedCount = solved, FailedCount = failed });

        Assert.Equal(1, Of(0, 0));
        Assert.Equal(1, Of(3, 3));
        Assert.True(Of(9, 0) > Of(1, 0) && Of(1, 0) > 1 && 1 > Of(0, 1) && Of(0, 1) > Of(0, 9));
        Assert.InRange(Of(1_000_000, 0), 1, 1 + Options.OutcomeStrength);
        Assert.InRange(Of(0, 1_000_000), 1 - Options.OutcomeStrength, 1);
    }

    [Fact]
    public void A_validated_trace_comes_before_a_pending_one() =>
        First(better: Alike() with { IsValidated = true }, worse: Alike());

    [Fact]
    public void A_more_trusted_trace_comes_first() => First(better: Alike() with { TrustScore = 3 }, worse: Alike());

    [Fact]
    public void A_trace_that_solved_comes_before_one_that_failed() => First(better: Alike() with { SolvedCount = 2 }, worse: Alike() with { FailedCount = 2 });

    [Fact]
    public void A_fresher_trace_comes_first_and_half_is_gone_at_the_half_life()
    {
        double Of(TimeSpan age) => Factor("freshness", Alike() with { CreatedAt = Now - age });

        First(better: Alike(), worse: Alike() with { CreatedAt = Now - TimeSpan.FromDays(400) });
        Assert.Equal(1, Of(TimeSpan.Zero));
        Assert.Equal(1, Of(TimeSpan.FromHours(-1)));
        Assert.Equal(1 - (Options.FreshnessStrength / 2), Of(Options.FreshnessHalfLife), 9);
        Assert.InRange(Of(TimeSpan.FromDays(36_500)), 1 - Options.FreshnessStrength, 1);
    }

    [Fact]
    public void An_expired_trace_counts_half_and_one_that_will_expire_counts_whole()
    {
        Assert.Equal(0.5, Factor("expired", Alike() with { ReviewAfter = Now - TimeSpan.FromSeconds(1) }));
        Assert.Equal(1, Factor("expired", Alike() with { ReviewAfter = Now + TimeSpan.FromSeconds(1) }));
        Assert.Equal(1, Factor("expired", Alike()));
    }

    [Fact]
    public void The_score_is_what_was_fused_times_its_factors()
    {
        var candidate = Alike() with { TrustScore = 4, SolvedCount = 3, IsValidated = true, CreatedAt = Now - TimeSpan.FromDays(90), ReviewAfter = Now - TimeSpan.FromDays(1) };

        var hit = Rank([candidate])[0];

        string[] factors = ["fused", "trust", "outcomes", "validated", "freshness", "context", "expired"];
        Assert.Equal(hit.Score, factors.Aggregate(1.0, (product, name) => product * hit.Factors[name]!.Value), 9);
    }

    [Fact]
    public void All_good_signs_together_do_not_lift_what_fits_last_over_what_fits_first()
    {
        var fitting = Alike() with { WordScore = 0.9, Similarity = 0.9 };
        var between = Enumerable.Range(0, 60).Select(rank => Alike() with { WordScore = 0.8 - (rank * 0.001), Similarity = 0.8 - (rank * 0.001) });
        var praised = Alike() with { WordScore = 0.4, Similarity = 0.4, TrustScore = 1_000, SolvedCount = 1_000, IsValidated = true };

        Assert.Equal(fitting.Id, Rank([praised, .. between, fitting])[0].Candidate.Id);
    }

    [Fact]
    public void Equals_always_stand_in_the_same_order()
    {
        Candidate[] alike = [.. Enumerable.Range(0, 50).Select(_ => Alike())];

        var ranked = Rank(alike).Select(hit => hit.Candidate.Id);

        Assert.Equal(ranked, Rank([.. alike.Reverse()]).Select(hit => hit.Candidate.Id));
    }

    [Fact]
    public void How_often_a_trace_was_shown_is_not_known_to_the_ranking() =>
        Assert.DoesNotContain(typeof(Candidate).GetProperties(), property => property.Name.Contains("Retriev", StringComparison.OrdinalIgnoreCase));

    private static void First(Candidate better, Candidate worse)
    {
        Assert.Equal(better.Id, Rank([better, worse])[0].Candidate.Id);
        Assert.Equal(better.Id, Rank([worse, better])[0].Candidate.Id);
    }

    private static double Factor(string name, Candidate candidate) => Assert.NotNull(Assert.Single(Rank([candidate])).Factors[name]);

    private static IReadOnlyList<RankedCandidate> Rank(IReadOnlyList<Candidate> candidates, LegOptions? legs = null, RelevanceFloor? floor = null) =>
        new RankCandidates(Options, Now).Run(candidates, floor ?? Everything, legs ?? Both, context: null);

    private static Candidate Alike() => new()
    {
        Id = Guid.CreateVersion7(),
        WordScore = 0.7,
        Coverage = 1,
        Similarity = 0.7,
        OddWords = 0,
        TrustScore = 0,
        IsValidated = false,
        CreatedAt = Now,
        ReviewAfter = null,
        SolvedCount = 0,
        FailedCount = 0,
        MetadataJson = null,
        Tags = [],
    };
}
