using System.Collections.Frozen;
using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>
/// The words of the software trade: which spellings mean the same (<c>aliases.txt</c>), and which words people use for the same thing
/// (<c>concepts.txt</c>, <c>technologies.txt</c>). Read once, then only looked up by hash.
/// </summary>
internal static class Vocabulary
{
    public static VocabularyTable Table = VocabularyTable.Read();

    private static readonly FrozenDictionary<ulong, string[]> Spellings = SpellingsOf(VocabularyFiles.ReadAliases());

    /// <summary>How many concepts there are.</summary>
    public static int ConceptCount => Table.Concepts.Count;

    /// <summary>What is known of a word by the hash of its stem, or of a phrase by its key; null when it is none of the vocabulary.</summary>
    public static Meaning? Find(ulong key) => Table.Meanings.GetValueOrDefault(key);

    /// <summary>The other spellings of a term that are single words, in lower case: <c>postgresql</c>, … for <c>pg</c>. Empty for any other term.</summary>
    public static IReadOnlyList<string> AliasesOf(ReadOnlySpan<char> term)
    {
        var reader = new TermReader(
            term, stackalloc char[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters], stackalloc byte[TermReader.MaxLetters]);
        return reader.Read() && Spellings.TryGetValue(Stem.HashOf(reader.Whole), out var others) ? others : [];
    }

    private static FrozenDictionary<ulong, string[]> SpellingsOf(List<string[]> groups)
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

        return spellings.ToFrozenDictionary();
    }
}
