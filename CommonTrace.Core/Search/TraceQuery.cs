using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Search;

/// <summary>What is searched for.</summary>
/// <param name="Text">What the traces should be about; at most 2,000 characters; null to go by tags alone.</param>
/// <param name="Tags">Tags that a trace must all bear, in any spelling; at most 10.</param>
/// <param name="Limit">How many to answer; 1 to 50.</param>
/// <param name="Status">Only traces of this status.</param>
public sealed record TraceQuery(string? Text, IReadOnlyList<string> Tags, int Limit, string? Status)
{
    public const int LongestText = 2_000;
    public const int MostTags = 10;
    public const int MostResults = 50;
}

/// <summary>What was found.</summary>
/// <param name="Hits">Best first.</param>
/// <param name="Mode">What ran: <c>semantic</c>, or <c>tags</c>.</param>
/// <param name="DegradedReason">Why a leg that was asked for did not run; null when all did.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, string Mode, string? DegradedReason);

/// <summary>A trace that fits.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Similarity">1 − cosine distance, −1 to 1; null when the search went by tags alone.</param>
public sealed record SearchHit(TraceView Trace, double? Similarity);
