using System.Globalization;

namespace CommonTrace.Api.Pages.Search;

/// <summary>One factor of a hit's score, for people. docs/search.md tells what each means.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Text">How much.</param>
/// <param name="Start">Where its bar begins, of 0 to 1.</param>
/// <param name="End">Where its bar ends.</param>
internal sealed record RankFactor(string Label, string Text, double Start, double End)
{
    /// <summary>How far from 1 a multiplier must be for the longest bar.</summary>
    private const double Reach = 0.25;

    /// <summary>Whether it took something from the score.</summary>
    public bool IsLess => Start < 0.5 && End == 0.5;

    /// <summary>All of a hit's factors, in the order in which they are applied.</summary>
    public static IEnumerable<RankFactor> AllOf(IReadOnlyDictionary<string, double?> factors)
    {
        var places = (factors["words"] ?? 0) + (factors["vectors"] ?? 0);
        return
        [
            Share("Match of words, by their place", factors["word_score"]),
            Share("Words of the question met", factors["word_coverage"]),
            Share("Nearness in meaning", factors["similarity"]),
            Share("Rank, from words", places > 0 ? factors["words"] / places : null),
            Share("Rank, from meaning", places > 0 ? factors["vectors"] / places : null),
            Share("Rank, together", factors["fused"]),
            Times("Trust", factors["trust"]),
            Times("Reported outcomes", factors["outcomes"]),
            Times("Validated", factors["validated"]),
            Times("Freshness", factors["freshness"]),
            Times("Like surroundings", factors["context"]),
            Times("Due for review", factors["expired"]),
        ];
    }

    private static RankFactor Share(string label, double? share) => share is { } known
        ? new(label, known.ToString("P0", CultureInfo.InvariantCulture), 0, Math.Clamp(known, 0, 1))
        : new(label, "–", 0, 0);

    // To the right of the middle what raises the score, to the left what lowers it.
    private static RankFactor Times(string label, double? factor)
    {
        var known = factor ?? 1;
        var reach = 0.5 + (Math.Clamp((known - 1) / Reach, -1, 1) / 2);
        return new(label, $"× {known.ToString("0.00", CultureInfo.InvariantCulture)}", Math.Min(reach, 0.5), Math.Max(reach, 0.5));
    }
}
