using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Words;

namespace CommonTrace.Core.Search.Words;

/// <summary>The words of a query, each with its variants, as the function <c>search_words</c> takes them: a row a variant.</summary>
internal sealed class QueryWords
{
    /// <summary>Words of one query that are looked for; of a longer text these, from its start.</summary>
    private const int MostWords = 64;

    // Words of so short a query are compared with titles and tags when no trace has them; a log is full of what no trace has.
    private const int MostWordsToSpell = 8;

    // Parts of an identifier are told by it already.
    private const float PartImportance = 0.4f;
    private const float AliasLikeness = 0.9f;
    private const int LeastOdd = 3;
    private const int MostOdd = 10;
    private const int FewWords = 4;

    private readonly List<Variant> _variants = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _words;
    private int _identifiers;

    private QueryWords(string text)
    {
        var seen = _seen.GetAlternateLookup<ReadOnlySpan<char>>();
        TermCutter.Cut(text, (term, kind) =>
        {
            if (_words < MostWords && seen.Add(term))
            {
                Add(term.ToString(), kind);
            }
        });
        Kind = KindOf(text);
        // A log is full of names that nobody knows.
        Odd = Kind == QueryKind.Error ? [] : [.. Counted.Where(word => !KnownWords.HasNearly(word)).Take(MostOdd)];
    }

    public QueryKind Kind { get; }

    /// <summary>Words that the vocabulary of the trade does not know, nor as mistyped ones. Where no trace has them either, the query is about something else.</summary>
    public string[] Odd { get; }

    /// <summary>Whether words that no trace has are taken for mistyped ones.</summary>
    public bool CanSpell => _words <= MostWordsToSpell;

    /// <summary>Which word a row is a variant of.</summary>
    public int[] Words => [.. _variants.Select(variant => variant.Word)];

    public string[] Terms => [.. _variants.Select(variant => variant.Term)];

    /// <summary>How much the word counts beside the query's others; 0 to 1.</summary>
    public float[] Importance => [.. _variants.Select(variant => variant.Importance)];

    /// <summary>How well the variant stands for the word; 0 to 1.</summary>
    public float[] Likeness => [.. _variants.Select(variant => variant.Likeness)];

    public bool[] ArePlain => [.. _variants.Select(variant => variant.IsPlain)];

    public static QueryWords Of(string text) => new(text);

    /// <summary>The share of the words that can be odd which so many are; 0 to 1.</summary>
    public double ShareOf(int odd) => odd == 0 ? 0 : (double)odd / Counted.Count();

    private IEnumerable<string> Counted => _variants.Where(variant => variant.CanBeOdd).Select(variant => variant.Term);

    private void Add(string term, TermKind kind)
    {
        _words++;
        _identifiers += kind is TermKind.Identifier || term.AsSpan().ContainsAnyInRange('0', '9') ? 1 : 0;
        var importance = kind is TermKind.Part ? PartImportance : 1;
        var isPlain = kind is not TermKind.Identifier;
        _variants.Add(new Variant(_words, term, importance, 1, isPlain, CanBeOdd: isPlain && term.Length >= LeastOdd && !StopWords.Contains(term)));
        foreach (var alias in Vocabulary.AliasesOf(term))
        {
            _variants.Add(new Variant(_words, alias, importance, AliasLikeness, IsPlain: true));
        }
    }

    private QueryKind KindOf(string text) =>
        text.Contains('\n') ? QueryKind.Error
        : _words <= FewWords || (_identifiers > 0 && !text.Contains(' ')) ? QueryKind.Keyword
        : _identifiers * 4 >= _words ? QueryKind.Error
        : QueryKind.Sentence;

    private readonly record struct Variant(int Word, string Term, float Importance, float Likeness, bool IsPlain, bool CanBeOdd = false);
}
