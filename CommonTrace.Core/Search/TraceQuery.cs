using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Search;

/// <summary>What is searched for.</summary>
/// <param name="Text">What the traces should be about; at most 2,000 characters; null to go by tags alone.</param>
/// <param name="Tags">Tags that a trace must all bear, in any spelling; at most 10.</param>
/// <param name="Limit">How many to answer; 1 to 50.</param>
/// <param name="Mode">How to search.</param>
/// <param name="Status">Only traces of this status.</param>
/// <param name="Context">The searcher's situation: traces from a like one come first.</param>
/// <param name="IncludeExpired">Whether traces whose <c>review_after</c> is past are found too, further down.</param>
/// <param name="IsTyping">Whether the searcher is typing still: what is not found then is not wanted yet.</param>
public sealed record TraceQuery(
    string? Text, IReadOnlyList<string> Tags, int Limit = 10, SearchMode Mode = SearchMode.Auto, string? Status = null, SearchContext? Context = null,
    bool IncludeExpired = true, bool IsTyping = false)
{
    public const int LongestText = 2_000;
    public const int MostTags = 10;
    public const int MostResults = 50;
}

/// <summary>How to search.</summary>
public enum SearchMode
{
    /// <summary>By the best that there is: hybrid, at present.</summary>
    Auto,

    /// <summary>By words and vectors, fused by rank.</summary>
    Hybrid,

    /// <summary>By vectors.</summary>
    Semantic,

    /// <summary>By words.</summary>
    Keyword,
}

/// <summary>What was found.</summary>
/// <param name="Hits">Best first; empty when nothing fits.</param>
/// <param name="Mode">What ran: <c>hybrid</c>, <c>semantic</c>, <c>keyword</c>, or <c>tags</c>.</param>
/// <param name="DegradedReason">Why a leg that was asked for did not run; null when all did.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, string Mode, string? DegradedReason);

/// <summary>A trace that fits.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Similarity">1 − cosine distance, −1 to 1; null when the vectors did not propose it.</param>
/// <param name="Score">What the hits are ordered by; 0 to about 1.5; null when the search went by tags alone.</param>
/// <param name="Factors">The parts of the score, by name, in the order in which they are applied; null when there is none.</param>
/// <param name="Related">Traces that belong to it; at most 3.</param>
public sealed record SearchHit(
    TraceView Trace, double? Similarity, double? Score, IReadOnlyDictionary<string, double?>? Factors, IReadOnlyList<RelatedTrace> Related);

/// <summary>A trace that belongs to another.</summary>
/// <param name="Id">The trace.</param>
/// <param name="Title">Its title.</param>
/// <param name="RelationshipType"><c>superseded_by</c>, <c>supersedes</c>, or <c>similar</c>: nearly the same content.</param>
public sealed record RelatedTrace(Guid Id, string Title, string RelationshipType);
