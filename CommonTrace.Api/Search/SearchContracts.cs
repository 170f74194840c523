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
    [property: AllowedValues(null, "auto", "hybrid", "semantic", "keyword", ErrorMessage = "must be auto, hybrid, semantic or keyword.")] string? Mode,
    [property: AllowedValues(null, TraceStatus.Pending, TraceStatus.Validated, ErrorMessage = "must be pending or validated.")] string? Status,
    [property: ObjectOrNull] JsonElement? Context,
    bool? IncludeExpired,
    bool? Explain)
{
    public TraceQuery ToQuery() => new(
        Q, [.. (Tags ?? []).Select(tag => tag ?? "")], Limit ?? 10, Mode is null ? SearchMode.Auto : Enum.Parse<SearchMode>(Mode, ignoreCase: true), Status,
        Context is { } context ? SearchContext.Of(context) : null, IncludeExpired ?? true);
}

/// <summary>What was found, best first.</summary>
/// <param name="Results">The traces; none when nothing fits.</param>
/// <param name="Total">How many were returned.</param>
/// <param name="Query">The text searched for.</param>
/// <param name="Mode">What ran: <c>hybrid</c>, <c>semantic</c>, <c>keyword</c>, or <c>tags</c>.</param>
/// <param name="DegradedReason">Why the search by meaning did not run; null when all that was asked for did.</param>
public sealed record SearchResponse(IReadOnlyList<SearchResult> Results, int Total, string? Query, string Mode, string? DegradedReason);

/// <summary>A trace that fits, and how well.</summary>
public sealed record SearchResult : TraceResponse
{
    private SearchResult(TraceResponse trace)
        : base(trace)
    {
    }

    /// <summary>1 − cosine distance; 0 when no vector was compared, for clients that reckon with a number.</summary>
    public double SimilarityScore { get; private init; }

    /// <summary>What the results are ordered by; null when the search went by tags alone.</summary>
    public double? CombinedScore { get; private init; }

    /// <summary>Traces that belong to this one; at most 3.</summary>
    public required IReadOnlyList<RelatedTrace> RelatedTraces { get; init; }

    /// <summary>The parts of the score, by name, when the request asks to explain them.</summary>
    public IReadOnlyDictionary<string, double?>? Explain { get; private init; }

    public static SearchResult Of(SearchHit hit, bool explain) => new(Of(hit.Trace))
    {
        SimilarityScore = hit.Similarity ?? 0,
        CombinedScore = hit.Score,
        RelatedTraces = hit.Related,
        Explain = explain ? hit.Factors : null,
    };
}
