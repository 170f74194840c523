using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Search.Similar;
using Npgsql;

namespace CommonTrace.Core.Search.Words;

/// <summary>The terms of a trace with their places, as the function <c>word_vector</c> takes them, and its signature.</summary>
internal sealed class TraceWords
{
    /// <summary>Distinct terms of one trace, those of title and tags first; what a text has beyond them is not found by its words.</summary>
    private const int MostTerms = 10_000;

    // Positions and weights of a tsvector, by the bits of Places.
    private static readonly string[] SpotsOf = [.. Enumerable.Range(0, 16).Select(places => string.Join(',',
        new[] { "1A", "2B", "3C", "4C" }.Where((_, bit) => (places & (1 << bit)) != 0)))];

    private readonly Dictionary<string, (Places Places, bool IsWord)> _terms = new(StringComparer.Ordinal);

    private TraceWords(string title, IReadOnlyList<string> tags, string contextText, string solutionText)
    {
        Head = string.Join(' ', [title, .. tags]).ToLowerInvariant();
        Add(title, Places.Title);
        foreach (var tag in tags)
        {
            Add(tag, Places.Tag);
            _terms.TryAdd(OfTag(tag), (Places.Tag, false));
        }

        Add(contextText, Places.Text);
        Add(solutionText, Places.Text);
    }

    [Flags]
    private enum Places
    {
        Title = 1,
        Tag = 2,
        Text = 4,
        TextAgain = 8,
    }

    /// <summary>Title and tags in lower case.</summary>
    public string Head { get; }

    public string[] Terms => [.. _terms.Keys];

    /// <summary>Where each of the terms stands: positions with weights.</summary>
    public string[] Spots => [.. _terms.Values.Select(term => SpotsOf[(int)term.Places])];

    /// <summary>Whether each of the terms is a word, which has a stem.</summary>
    public bool[] AreWords => [.. _terms.Values.Select(term => term.IsWord)];

    public int[] SignatureIn(Guid tenantId) => MinHash.SignatureOf(OfTexts, tenantId);

    // Tags do not tell copies from others, nor do stop words.
    private IEnumerable<string> OfTexts => _terms.Where(term => term.Value.Places != Places.Tag && !StopWords.Contains(term.Key)).Select(term => term.Key);

    /// <summary>The share of the terms of both texts that both have (Jaccard); 0 to 1.</summary>
    public double SimilarityTo(TraceWords other)
    {
        var (own, others) = (OfTexts.ToHashSet(), other.OfTexts.ToHashSet());
        var both = own.Count(others.Contains);
        return both == 0 ? 0 : (double)both / (own.Count + others.Count - both);
    }

    /// <summary>The parameters head, terms, spots, plain (of <c>word_vector</c>) and signature, in this order.</summary>
    public NpgsqlParameter[] Parameters(Guid tenantId) =>
        [new() { Value = Head }, new() { Value = Terms }, new() { Value = Spots }, new() { Value = AreWords }, new() { Value = SignatureIn(tenantId) }];

    public static TraceWords Of(string title, IReadOnlyList<string> tags, string contextText, string solutionText) =>
        new(title, tags, contextText, solutionText);

    /// <summary>The term that says that a trace bears a tag; no text has it, since terms begin with a letter or a digit.</summary>
    public static string OfTag(string tag) => $"#{tag}";

    private void Add(string text, Places place)
    {
        var terms = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
        TermCutter.Cut(text, (term, kind) =>
        {
            var isKnown = terms.TryGetValue(term, out var standing);
            if (isKnown || _terms.Count < MostTerms)
            {
                var again = place == Places.Text && standing.Places.HasFlag(Places.Text) ? Places.TextAgain : place;
                terms[term] = (standing.Places | again, standing.IsWord || kind is not TermKind.Identifier);
            }
        });
    }
}
