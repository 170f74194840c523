using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>The vocabulary as one table from hash to meaning, for words, phrases and phrases written as one word.</summary>
internal sealed class VocabularyTable
{
    private readonly Dictionary<ulong, ulong> _longForms = [];
    private readonly Dictionary<ulong, List<ConceptLink>> _links = [];

    public VocabularyTable(IReadOnlyList<string[]> aliases, IReadOnlyList<Concept> concepts)
    {
        // First the words, because a phrase is made of the long forms of its words.
        Name(aliases, isPhrase: false);
        Name(aliases, isPhrase: true);
        for (var number = 0; number < concepts.Count; number++)
        {
            Link(number, concepts[number]);
        }

        foreach (var key in _links.Keys.Concat(_longForms.Keys))
        {
            Meanings.TryAdd(key, MeaningOf(key));
        }
    }

    /// <summary>What a word means by the hash of its stem, and a phrase by its key.</summary>
    public Dictionary<ulong, Meaning> Meanings { get; } = [];

    /// <summary>The hash of a term written as one word: <c>envvar</c> for <c>env-var</c>.</summary>
    public static ulong JoinedHashOf(string term)
    {
        var reader = new TermReader(
            term, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        reader.Read();
        return Stem.HashOf(reader.Whole);
    }

    /// <summary>How many of a term's words phrases see, and the key by which a text finds it; the key is 0 when those are none or too many.</summary>
    public (int Words, ulong Key) Read(string term)
    {
        var reader = new TermReader(
            term, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        var phrase = new PhraseWords();
        var words = 0;
        while (reader.Read())
        {
            var start = 0;
            foreach (var end in reader.PartEnds)
            {
                var word = reader.Whole[start..end];
                words += phrase.Push(word, LongFormOf(Stem.HashOf(word))) ? 1 : 0;
                start = end;
            }
        }

        return (words, phrase.KeyOf(words));
    }

    private void Name(IReadOnlyList<string[]> groups, bool isPhrase)
    {
        foreach (var group in groups)
        {
            var longForm = JoinedHashOf(group[0]);
            foreach (var term in group)
            {
                var (words, key) = Read(term);
                if (words > 1 == isPhrase)
                {
                    AddKeys(term, words, key, longForm);
                }
            }
        }
    }

    /// <summary>A phrase of two words is also found where it is written as one.</summary>
    private void AddKeys(string term, int words, ulong key, ulong longForm)
    {
        _longForms[key] = longForm;
        if (words == 2)
        {
            _longForms[JoinedHashOf(term)] = longForm;
        }
    }

    private void Link(int number, Concept concept)
    {
        foreach (var (term, weight) in concept.Terms)
        {
            var (words, key) = Read(term);
            var link = new ConceptLink(number, weight * concept.Weight);
            AddLink(LongFormOf(key), link);
            if (words == 2)
            {
                AddLink(LongFormOf(JoinedHashOf(term)), link);
            }
        }
    }

    private void AddLink(ulong key, ConceptLink link)
    {
        if (!_links.TryGetValue(key, out var links))
        {
            _links[key] = links = [];
        }

        if (links.Count == 0 || links[^1].Concept != link.Concept)
        {
            links.Add(link);
        }
    }

    private ulong LongFormOf(ulong key) => _longForms.GetValueOrDefault(key, key);

    private Meaning MeaningOf(ulong key)
    {
        var longForm = _longForms.GetValueOrDefault(key);
        if (!_links.TryGetValue(LongFormOf(key), out var links))
        {
            return new Meaning(longForm, []);
        }

        // A word that belongs to many things says less of each.
        var length = MathF.Sqrt(links.Sum(link => link.Weight * link.Weight));
        return new Meaning(longForm, [.. links.Select(link => link with { Weight = link.Weight / MathF.Max(1, length) })]);
    }
}
