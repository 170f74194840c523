namespace CommonTrace.Core.Embeddings.Local;

/// <summary>Light suffix folding for English: <c>caches</c>, <c>cached</c>, <c>caching</c> and <c>cache</c> become one word.</summary>
internal static class Stem
{
    private const int MinLetters = 4;

    private static readonly string[] Suffixes =
        ["ations", "ation", "ating", "ated", "ates", "ate", "ings", "ing", "ions", "ion", "ment", "ers", "ed", "er", "es", "ly", "e", "s"];

    /// <summary>The hash of the stem: equal for the inflections of a word.</summary>
    public static ulong HashOf(ReadOnlySpan<char> word) => FeatureHash.OfWord(word[..LengthOf(word)]);

    /// <summary>Letters of the word, from its start, that stay.</summary>
    public static int LengthOf(ReadOnlySpan<char> word)
    {
        if (word.Length < MinLetters || !char.IsAsciiLetterLower(word[^1]) || word.EndsWith("ss", StringComparison.Ordinal))
        {
            return word.Length;
        }

        var length = word.Length - SuffixOf(word);
        // running, run: a doubled consonant is one.
        return length > 3 && word[length - 1] == word[length - 2] ? length - 1 : length;
    }

    private static int SuffixOf(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("ies", StringComparison.Ordinal) || word.EndsWith("ied", StringComparison.Ordinal))
        {
            // retries, retried, retry: the y is cut as well, see below.
            return word.Length > 5 ? 3 : 1;
        }

        foreach (var suffix in Suffixes)
        {
            if (word.EndsWith(suffix, StringComparison.Ordinal))
            {
                var shortest = suffix.Length == 1 ? 3 : MinLetters - (suffix is "ing" or "ed" ? 1 : 0);
                if (word.Length - suffix.Length >= shortest)
                {
                    return suffix.Length;
                }
            }
        }

        return word[^1] == 'y' && word.Length > 3 ? 1 : 0;
    }
}
