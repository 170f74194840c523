using CommonTrace.Core.Search.Similar;

namespace CommonTrace.Core.Traces;

/// <summary>What a contributor submits.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="ContextText">The situation it was met in; 1 to 50,000 characters.</param>
/// <param name="SolutionText">What fixed it; 1 to 50,000 characters.</param>
/// <param name="Tags">At most 20, in any spelling.</param>
/// <param name="AgentModel">The model of the agent that met it; at most 100 characters.</param>
/// <param name="AgentVersion">That model's version; at most 50 characters.</param>
/// <param name="MetadataJson">A JSON document of at most 10 KB.</param>
/// <param name="ReviewAfter">From when on it should be looked at again.</param>
/// <param name="WatchCondition">What may make it outdated; at most 500 characters.</param>
/// <param name="SupersedesTraceId">A trace of the tenant that this one replaces.</param>
public sealed record NewTrace(
    string Title,
    string ContextText,
    string SolutionText,
    IReadOnlyList<string> Tags,
    string? AgentModel = null,
    string? AgentVersion = null,
    string? MetadataJson = null,
    DateTimeOffset? ReviewAfter = null,
    string? WatchCondition = null,
    Guid? SupersedesTraceId = null);

/// <summary>What became of a submission.</summary>
/// <param name="Id">The trace; the standing one when the content was there already.</param>
/// <param name="Status">The trace's status.</param>
/// <param name="IsDuplicate">True when the same content stood in the tenant before.</param>
/// <param name="JobId">The embedding job that stands for it; null when it needs none.</param>
/// <param name="JobStatus">That job's status.</param>
/// <param name="Tags">The tags it bears.</param>
/// <param name="DroppedTags">What could not be made a tag.</param>
public sealed record ContributedTrace(
    Guid Id, string Status, bool IsDuplicate, Guid? JobId, string? JobStatus, IReadOnlyList<string> Tags, IReadOnlyList<string> DroppedTags)
{
    /// <summary>Traces with nearly the same content; at most 3.</summary>
    public IReadOnlyList<SimilarTrace> Similar { get; init; } = [];

    /// <summary>The version that stands.</summary>
    public int Version { get; init; } = 1;
}
