using System.Collections.Frozen;
using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>The vocabulary as one table from hash to meaning, for words, phrases and phrases written as one word.</summary>
internal sealed class VocabularyTable
{
    private readonly Dictionary<ulong, ulong> _longForms = [];
    private readonly Dictionary<ulong, Dictionary<int, float>> _links = [];
    private readonly HashSet<ulong> _keys = [];

    private VocabularyTable(List<string[]> aliases, List<Concept> concepts)
    {
        Concepts = concepts;
        // First the words, because a phrase is made of the long forms of its words.
        foreach (var group in aliases)
        {
            group.Where(term => WordsOf(term) == 1).ToList().ForEach(term => Name(term, group));
        }

        foreach (var group in aliases)
        {
            group.Where(term => WordsOf(term) > 1).ToList().ForEach(term => Name(term, group));
        }

        for (var number = 0; number < concepts.Count; number++)
        {
            Link(number, concepts[number]);
        }

        Meanings = _keys.ToFrozenDictionary(key => key, MeaningOf);
    }

    public List<Concept> Concepts { get; }

    public FrozenDictionary<ulong, Meaning> Meanings { get; }

    public static VocabularyTable Read() => new(VocabularyFiles.ReadAliases(), VocabularyFiles.ReadConcepts("concepts.txt", "technologies.txt"));

    /// <summary>The hash of a term written as one word: <c>envvar</c> for <c>env-var</c>.</summary>
    public static ulong JoinedHashOf(string term)
    {
        var reader = ReaderOf(term, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        reader.Read();
        return Stem.HashOf(reader.Whole);
    }

    /// <summary>How many words of a term phrases see; 0 when all are small.</summary>
    public int WordsOf(string term) => Read(term).Words;

    /// <summary>The key of a term, by which a text finds it.</summary>
    public ulong KeyOf(string term) => Read(term).Key;

    private (int Words, ulong Key) Read(string term)
    {
        var reader = ReaderOf(term, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        var phrase = new PhraseWords();
        var words = 0;
        while (reader.Read())
        {
            var start = 0;
            foreach (var end in reader.PartEnds)
            {
                var hash = Stem.HashOf(reader.Whole[start..end]);
                words += phrase.Push(reader.Whole[start..end], _longForms.GetValueOrDefault(hash, hash)) ? 1 : 0;
                start = end;
            }
        }

        return (words, phrase.KeyOf(words));
    }

    private void Name(string term, string[] group)
    {
        var longForm = JoinedHashOf(group[0]);
        foreach (var key in KeysOf(term))
        {
            _longForms[key] = longForm;
            _keys.Add(key);
        }
    }

    private void Link(int number, Concept concept)
    {
        foreach (var (term, weight) in concept.Terms)
        {
            foreach (var key in KeysOf(term))
            {
                var links = _links.TryGetValue(_longForms.GetValueOrDefault(key, key), out var known) ? known : _links[_longForms.GetValueOrDefault(key, key)] = [];
                links[number] = Math.Max(links.GetValueOrDefault(number), weight * concept.Weight);
                _keys.Add(key);
            }
        }
    }

    /// <summary>A phrase of two words is also found where it is written as one.</summary>
    private IEnumerable<ulong> KeysOf(string term)
    {
        var (words, key) = Read(term);
        if (key != 0)
        {
            yield return key;
        }

        if (words == 2 || key == 0)
        {
            yield return JoinedHashOf(term);
        }
    }

    private Meaning MeaningOf(ulong key)
    {
        var isAlias = _longForms.TryGetValue(key, out var longForm);
        if (!_links.TryGetValue(isAlias ? longForm : key, out var links))
        {
            return new Meaning(longForm, []);
        }

        var length = MathF.Sqrt(links.Values.Sum(weight => weight * weight));
        var scale = length > 1 ? 1 / length : 1;
        return new Meaning(longForm, [.. links.OrderByDescending(link => link.Value).ThenBy(link => link.Key).Select(link => new ConceptLink(link.Key, link.Value * scale))]);
    }

    private static TermReader ReaderOf(string term, Span<char> letters, Span<byte> partEnds, Span<byte> runEnds) => new(term, letters, partEnds, runEnds);
}
