using CommonTrace.Core.Safety;
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
/// <param name="TokensToResolution">How many tokens it took to find the solution; 0 to 50,000,000.</param>
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
    Guid? SupersedesTraceId = null,
    int? TokensToResolution = null)
{
    /// <summary>Lets its texts through the safety gates; see <see cref="ScreenTexts"/>.</summary>
    public Result<ScreenedTrace> Screen()
    {
        var answer = ScreenTexts.Execute(
        [
            new("title", Title, TraceLimits.Title), new("context_text", ContextText, TraceLimits.Text), new("solution_text", SolutionText, TraceLimits.Text),
            new("agent_model", AgentModel, TraceLimits.AgentModel, 0), new("agent_version", AgentVersion, TraceLimits.AgentVersion, 0),
            new("watch_condition", WatchCondition, TraceLimits.WatchCondition), new("metadata_json", MetadataJson, int.MaxValue, IsJson: true),
            new("tags", string.Join('\n', Tags), int.MaxValue, 0),
        ]);
        return answer.Succeeded(out var texts, out var failure)
            ? new ScreenedTrace(
                this with
                {
                    Title = texts["title"]!,
                    ContextText = texts["context_text"]!,
                    SolutionText = texts["solution_text"]!,
                    AgentModel = texts["agent_model"],
                    AgentVersion = texts["agent_version"],
                    WatchCondition = texts["watch_condition"],
                    MetadataJson = texts["metadata_json"],
                },
                texts.Redactions, texts.Flags)
            : failure;
    }
}

/// <summary>A submission behind the gates.</summary>
/// <param name="Trace">As it may be stored.</param>
/// <param name="Redactions">What was replaced in it.</param>
/// <param name="Flags">Signs of injection or danger.</param>
public sealed record ScreenedTrace(NewTrace Trace, IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags);

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
    /// <summary>What was replaced in its texts.</summary>
    public IReadOnlyList<TextFinding> Redactions { get; init; } = [];

    /// <summary>Signs of injection or danger in its texts.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Traces with nearly the same content; at most 3.</summary>
    public IReadOnlyList<SimilarTrace> Similar { get; init; } = [];

    /// <summary>The version that stands.</summary>
    public int Version { get; init; } = 1;
}
