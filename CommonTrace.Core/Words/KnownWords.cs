using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Core.Words;

/// <summary>Knows whether a word is one of the trade: of the aliases, concepts and technologies, not of the everyday words, which may be about anything.</summary>
internal static class KnownWords
{
    private const int LeastLettersToSpell = 5;

    // A short word is another word as soon as one letter is another: blanch, branch.
    private const int LeastLettersToExchange = 8;

    private static readonly HashSet<ulong> Stems =
    [
        .. VocabularyFiles.ReadAliases().SelectMany(group => group)
            .Concat(VocabularyFiles.ReadConcepts("concepts.txt", "technologies.txt").SelectMany(concept => concept.Terms).Select(term => term.Term))
            .Select(term => Stem.HashOf(term)),
    ];

    public static bool Has(ReadOnlySpan<char> word) => Stems.Contains(Stem.HashOf(word));

    /// <summary>Whether it is known, or is with one letter less, more or other, or with two letters in each other's place.</summary>
    public static bool HasNearly(string word) => Has(word) || (word.Length >= LeastLettersToSpell && Enumerable.Range(0, word.Length).Any(at => HasChangedAt(word, at)));

    private static bool HasChangedAt(string word, int at)
    {
        if (Has(word.Remove(at, 1)) || (at + 1 < word.Length && Has(string.Concat(word.AsSpan(0, at), [word[at + 1], word[at]], word.AsSpan(at + 2)))))
        {
            return true;
        }

        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            if (Has(word.Insert(at, $"{letter}"))
                || (word.Length >= LeastLettersToExchange && Has(string.Concat(word.AsSpan(0, at), [letter], word.AsSpan(at + 1)))))
            {
                return true;
            }
        }

        return false;
    }
}
