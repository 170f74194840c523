using System.ComponentModel.DataAnnotations;
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
public sealed record SearchResult : TraceResponse
{
    private SearchResult(TraceResponse trace)
        : base(trace)
    {
    }

    /// <summary>1 − cosine distance; null when the search went by tags alone.</summary>
    public double? SimilarityScore { get; private init; }

    /// <summary>What the results are ordered by: the similarity alone, until other factors are there to combine.</summary>
    public double? CombinedScore { get; private init; }

    public static SearchResult Of(SearchHit hit) => new(Of(hit.Trace)) { SimilarityScore = hit.Similarity, CombinedScore = hit.Similarity };
}
