using CommonTrace.Core.Search;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Search;

/// <summary>What the search page shows: the form, and what is wrong with it, or what was found, or what there is to find.</summary>
public sealed record SearchView(SearchForm Form)
{
    /// <summary>By field.</summary>
    public IReadOnlyDictionary<string, string[]> Faults { get; init; } = new Dictionary<string, string[]>();

    public SearchAnswer? Answer { get; init; }

    /// <summary>What there is, while nothing is asked.</summary>
    public StoredMemory? Memory { get; init; }

    /// <summary>How the search went, in a sentence.</summary>
    public string Said => this switch
    {
        { Faults.Count: > 0 } => "Nothing was searched for: something in the form is not right.",
        { Answer: null } => "",
        { Answer.Hits.Count: 0 } => "Nothing found.",
        { Answer.Hits: [_] } => $"1 trace, found by {By}.",
        _ => $"{Answer.Hits.Count} traces, found by {By}, the best first.",
    };

    private string By => Answer!.Mode switch
    {
        "hybrid" => "words and meaning",
        "semantic" => "meaning",
        "keyword" => "words",
        _ => "tags",
    };
}

/// <summary>What a memory holds, for those who have not asked yet.</summary>
/// <param name="Newest">Its newest traces.</param>
/// <param name="Growing">Tags that many more traces bear than a week ago.</param>
/// <param name="Tags">All its tags, the most used first.</param>
public sealed record StoredMemory(IReadOnlyList<TraceView> Newest, IReadOnlyList<TrendingTag> Growing, IReadOnlyList<TagCount> Tags);

/// <summary>The verbs that tell what a memory holds.</summary>
internal sealed record MemoryVerbs(ListTraces Traces, ListTags Tags, ListTrendingTags Trending)
{
    private const int Newest = 5;

    public async Task<StoredMemory> ReadAsync(Caller caller, string? status, CancellationToken cancellationToken)
    {
        var query = new TraceListQuery(string.IsNullOrEmpty(status) ? null : status, [], ContributorId: null, Flagged: false, Newest, Cursor: null);
        var newest = (await Traces.ExecuteAsync(caller, query, cancellationToken)).Succeeded(out var page, out _) ? page.Items : [];
        var tags = await Tags.ExecuteAsync(cancellationToken);
        return new StoredMemory(newest, await Trending.ExecuteAsync(cancellationToken), [.. tags.OrderByDescending(tag => tag.Count)]);
    }
}
