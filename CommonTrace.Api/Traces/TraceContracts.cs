using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Search.Similar;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Traces;

/// <summary>A trace to store.</summary>
public sealed record ContributeRequest(
    [property: Required(ErrorMessage = "is required."), TextLength(1, TraceLimits.Title)] string? Title,
    [property: Required(ErrorMessage = "is required."), TextLength(1, TraceLimits.Text)] string? ContextText,
    [property: Required(ErrorMessage = "is required."), TextLength(1, TraceLimits.Text)] string? SolutionText,
    [property: MaxLength(TraceLimits.Tags, ErrorMessage = "has more than {1} entries.")] IReadOnlyList<string?>? Tags,
    [property: TextLength(0, TraceLimits.AgentModel)] string? AgentModel,
    [property: TextLength(0, TraceLimits.AgentVersion)] string? AgentVersion,
    [property: Metadata] JsonElement? MetadataJson,
    DateTimeOffset? ReviewAfter,
    [property: TextLength(1, TraceLimits.WatchCondition)] string? WatchCondition,
    Guid? SupersedesTraceId,
    [property: Range(0, TraceLimits.TokensToResolution, ErrorMessage = "must be from {1} to {2}.")] int? TokensToResolution)
{
    public NewTrace ToNewTrace() => new(
        Title!, ContextText!, SolutionText!, [.. (Tags ?? []).Select(tag => tag ?? "")], AgentModel, AgentVersion,
        MetadataJson is { ValueKind: not JsonValueKind.Null } metadata ? metadata.GetRawText() : null,
        ReviewAfter, WatchCondition, SupersedesTraceId, TokensToResolution);
}

/// <summary>What became of a submission.</summary>
public sealed record ContributeResponse(
    Guid Id, string Status, string Message, JobSummary? Embedding, IReadOnlyList<string> Tags, IReadOnlyList<string> DroppedTags,
    IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags, IReadOnlyList<SimilarTrace> Similar, Guid? DuplicateOf)
{
    public static ContributeResponse Of(ContributedTrace trace) => new(
        trace.Id, trace.Status,
        trace.IsDuplicate ? "The same content is there already." : "Stored; it is found by its meaning once it is embedded.",
        trace.JobId is { } jobId ? new JobSummary(jobId, trace.JobStatus!) : null,
        trace.Tags, trace.DroppedTags, trace.Redactions, trace.Flags, trace.Similar, trace.IsDuplicate ? trace.Id : null);
}

/// <summary>What contributing a trace would say; nothing was stored.</summary>
public sealed record CheckResponse(
    IReadOnlyList<string> Tags, IReadOnlyList<string> DroppedTags, IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags,
    IReadOnlyList<SimilarTrace> Similar, Guid? DuplicateOf);

/// <summary>The embedding job that stands for a trace.</summary>
public sealed record JobSummary(Guid JobId, string Status);

/// <summary>A trace as it is read.</summary>
public record TraceResponse(
    Guid Id, string Status, string Title, string ContextText, string SolutionText, decimal TrustScore, int ConfirmationCount,
    IReadOnlyList<string> Tags, Guid ContributorId, string? ContributorName, string? AgentModel, string? AgentVersion,
    JsonElement? MetadataJson, bool IsSeed, bool IsStale, bool IsFlagged, IReadOnlyList<string> Flags, long RetrievalCount, OutcomeCounts Outcomes,
    EmbeddingView Embedding, DateTimeOffset? ReviewAfter, string? WatchCondition, Guid? SupersededBy, int Version,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static TraceResponse Of(TraceView trace) => new(
        trace.Id, trace.Status, trace.Title, trace.ContextText, trace.SolutionText, trace.TrustScore, trace.ConfirmationCount,
        trace.Tags, trace.ContributorId, trace.ContributorName, trace.AgentModel, trace.AgentVersion,
        Json(trace.MetadataJson), trace.IsSeed, trace.IsStale, trace.IsFlagged, trace.Flags, trace.RetrievalCount, trace.Outcomes,
        trace.Embedding, trace.ReviewAfter, trace.WatchCondition, trace.SupersededBy, trace.Version, trace.CreatedAt, trace.UpdatedAt);

    internal static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
