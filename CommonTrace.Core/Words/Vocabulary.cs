using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>
/// The words of the software trade: which spellings mean the same (<c>aliases.txt</c>), and which words people use for the same thing
/// (<c>concepts.txt</c>, <c>technologies.txt</c>, <c>everyday-actions.txt</c>). Read once, then only looked up by hash; safe for any number of
/// threads.
/// </summary>
internal static class Vocabulary
{
    // A bit per hash: seven of eight words that are not there cost one look into 16 kB.
    private const int FilterWords = 2048;

    private static readonly List<string[]> Aliases = VocabularyFiles.ReadAliases();

    private static readonly Dictionary<ulong, Meaning> Meanings =
        new VocabularyTable(Aliases, VocabularyFiles.ReadAllConcepts()).Meanings;

    private static readonly ulong[] Filter = FilterOf(Meanings.Keys);

    private static readonly Dictionary<ulong, string[]> Spellings = SpellingsOf(Aliases);

    /// <summary>What is known of a word by the hash of its stem, or of a phrase by its key; null when it is none of the vocabulary.</summary>
    public static Meaning? Find(ulong key) =>
        (Filter[(key >> 6) % FilterWords] >> (int)(key % 64) & 1) == 0 ? null : Meanings.GetValueOrDefault(key);

    /// <summary>The other spellings of a term that are single words, in lower case: <c>postgresql</c>, … for <c>pg</c>. Empty for any other term.</summary>
    public static IReadOnlyList<string> AliasesOf(ReadOnlySpan<char> term)
    {
        var reader = new TermReader(
            term, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        return reader.Read() && Spellings.TryGetValue(Stem.HashOf(reader.Whole), out var others) ? others : [];
    }

    private static ulong[] FilterOf(IEnumerable<ulong> keys)
    {
        var filter = new ulong[FilterWords];
        foreach (var key in keys)
        {
            filter[(key >> 6) % FilterWords] |= 1UL << (int)(key % 64);
        }

        return filter;
    }

    private static Dictionary<ulong, string[]> SpellingsOf(List<string[]> groups)
    {
        var spellings = new Dictionary<ulong, string[]>();
        foreach (var group in groups)
        {
            foreach (var term in group)
            {
                var hash = VocabularyTable.JoinedHashOf(term);
                spellings[hash] = [.. group.Where(other => !other.Contains('-') && VocabularyTable.JoinedHashOf(other) != hash)];
            }
        }

        return spellings;
    }
}
