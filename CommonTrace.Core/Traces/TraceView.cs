namespace CommonTrace.Core.Traces;

/// <summary>A trace as it is read.</summary>
public sealed record TraceView
{
    public required Guid Id { get; init; }

    public required string Status { get; init; }

    public required string Title { get; init; }

    public required string ContextText { get; init; }

    public required string SolutionText { get; init; }

    public required decimal TrustScore { get; init; }

    public required int ConfirmationCount { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required Guid ContributorId { get; init; }

    public required string? ContributorName { get; init; }

    public required string? AgentModel { get; init; }

    public required string? AgentVersion { get; init; }

    public required string? MetadataJson { get; init; }

    public required bool IsSeed { get; init; }

    public required EmbeddingView Embedding { get; init; }

    public required DateTimeOffset? ReviewAfter { get; init; }

    public required string? WatchCondition { get; init; }

    /// <summary>The newest trace that says it replaces this one.</summary>
    public required Guid? SupersededBy { get; init; }

    /// <summary>Replaced, due for review, or a year old with nobody saying since that it helped.</summary>
    public required bool IsStale { get; init; }

    /// <summary>Hidden from searches until a moderator has looked.</summary>
    public required bool IsFlagged { get; init; }

    /// <summary>Signs of injection or danger in its texts; see docs/safety.md.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>1 at first, and one more with each change.</summary>
    public required int Version { get; init; }

    /// <summary>How often it was opened.</summary>
    public required long RetrievalCount { get; init; }

    public required OutcomeCounts Outcomes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>How far a trace's embedding is.</summary>
/// <param name="Status">A job's status; <c>pending</c> too while no job is there yet.</param>
/// <param name="Model">The model of the stored vector.</param>
/// <param name="EmbeddedAt">When the vector was stored.</param>
public sealed record EmbeddingView(string Status, string? Model, DateTimeOffset? EmbeddedAt);

/// <summary>How many said that it solved their problem, and how many that it did not.</summary>
public sealed record OutcomeCounts(int Solved, int Failed);
