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

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>How far a trace's embedding is.</summary>
/// <param name="Status">A job's status; <c>pending</c> too while no job is there yet.</param>
/// <param name="Model">The model of the stored vector.</param>
/// <param name="EmbeddedAt">When the vector was stored.</param>
public sealed record EmbeddingView(string Status, string? Model, DateTimeOffset? EmbeddedAt);
