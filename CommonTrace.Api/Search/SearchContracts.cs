using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CommonTrace.Api.Traces;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Search;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Search;

/// <summary>What is searched for: a text, tags, or both.</summary>
public sealed record SearchRequest(
    [property: TextLength(0, TraceQuery.LongestText)] string? Q,
    [property: MaxLength(TraceQuery.MostTags, ErrorMessage = "has more than {1} entries.")] IReadOnlyList<string?>? Tags,
    [property: Range(1, TraceQuery.MostResults, ErrorMessage = "must be from {1} to {2}.")] int? Limit,
    [property: AllowedValues(null, "auto", "semantic", ErrorMessage = "must be auto or semantic; this version has no other.")] string? Mode,
    [property: AllowedValues(null, TraceStatus.Pending, TraceStatus.Validated, ErrorMessage = "must be pending or validated.")] string? Status)
{
    public TraceQuery ToQuery() => new(Q, [.. (Tags ?? []).Select(tag => tag ?? "")], Limit ?? 10, Status);
}

/// <summary>What was found, best first.</summary>
/// <param name="Results">The traces.</param>
/// <param name="Total">How many were returned.</param>
/// <param name="Query">The text searched for.</param>
/// <param name="Mode">What ran: <c>semantic</c>, or <c>tags</c>.</param>
/// <param name="DegradedReason">Why the search by meaning did not run; null when all that was asked for did.</param>
public sealed record SearchResponse(IReadOnlyList<SearchResult> Results, int Total, string? Query, string Mode, string? DegradedReason);

/// <summary>A trace that fits, and how well.</summary>
public sealed record SearchResult(
    Guid Id, string Status, string Title, string ContextText, string SolutionText, decimal TrustScore, int ConfirmationCount,
    IReadOnlyList<string> Tags, Guid ContributorId, string? ContributorName, string? AgentModel, string? AgentVersion,
    JsonElement? MetadataJson, bool IsSeed, EmbeddingView Embedding, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    double? SimilarityScore, double? CombinedScore)
{
    /// <summary>The combined score is the similarity alone until other factors are there to combine.</summary>
    public static SearchResult Of(SearchHit hit) => new(
        hit.Trace.Id, hit.Trace.Status, hit.Trace.Title, hit.Trace.ContextText, hit.Trace.SolutionText, hit.Trace.TrustScore,
        hit.Trace.ConfirmationCount, hit.Trace.Tags, hit.Trace.ContributorId, hit.Trace.ContributorName, hit.Trace.AgentModel,
        hit.Trace.AgentVersion, TraceResponse.Json(hit.Trace.MetadataJson), hit.Trace.IsSeed, hit.Trace.Embedding,
        hit.Trace.CreatedAt, hit.Trace.UpdatedAt, hit.Similarity, hit.Similarity);
}
