namespace CommonTrace.Core.Search;

/// <summary>A trace that a leg proposes, with what its rank depends on.</summary>
internal sealed record Candidate
{
    public required Guid Id { get; init; }

    /// <summary>How well its words fit; 0 to about 1; null when the words did not propose it, or were not asked.</summary>
    public required double? WordScore { get; init; }

    /// <summary>The share of what the query says that its words cover; 0 to 1.</summary>
    public required double? Coverage { get; init; }

    /// <summary>How many of the query's odd words no trace of the tenant has; the same for all candidates.</summary>
    public required int OddWords { get; init; }

    /// <summary>1 − cosine distance, whichever leg proposed it; null when there is no vector of the query's model.</summary>
    public required double? Similarity { get; init; }

    public required double TrustScore { get; init; }

    public required bool IsValidated { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ReviewAfter { get; init; }

    public required int SolvedCount { get; init; }

    public required int FailedCount { get; init; }

    /// <summary>Read only when a context is asked for.</summary>
    public required string? MetadataJson { get; init; }

    /// <summary>Read only when a context is asked for.</summary>
    public required IReadOnlyList<string> Tags { get; init; }
}
