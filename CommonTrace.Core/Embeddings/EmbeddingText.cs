using System.Security.Cryptography;
using System.Text;

namespace CommonTrace.Core.Embeddings;

/// <summary>What of a trace is sent to the model, and the hash by which equal content is known.</summary>
public static class EmbeddingText
{
    // A word is not torn apart for so few characters at the end of a long text.
    private const int LongestWord = 200;

    /// <summary>Title, context and solution, a line break between them.</summary>
    public static string Of(string title, string contextText, string solutionText) => $"{title}\n{contextText}\n{solutionText}";

    /// <summary>At most so many characters of a text, never half of a surrogate pair.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    /// <summary>
    /// About how many tokens a text has for a byte-pair tokenizer such as OpenAI's <c>cl100k_base</c>, rather too many than too few: a word of
    /// English is a token per four letters, digits and punctuation go one or two to a token, and other scripts take one or more each.
    /// </summary>
    public static int EstimateTokens(ReadOnlySpan<char> text)
    {
        var tokens = 0.0;
        foreach (var letter in text)
        {
            tokens += Weight(letter);
        }

        return (int)Math.Ceiling(tokens);
    }

    /// <summary>As much of a text as is estimated to fit into so many tokens, ending between two words where one ends near.</summary>
    public static string CutToTokens(string text, int longest)
    {
        var (tokens, length) = (0.0, 0);
        while (length < text.Length && (tokens += Weight(text[length])) <= longest)
        {
            length++;
        }

        if (length == text.Length)
        {
            return text;
        }

        var space = text.AsSpan(0, length).LastIndexOfAny(' ', '\n', '\t');
        return length == 0 ? "" : space > 0 && length - space <= LongestWord ? text[..space] : Cut(text, length);
    }

    /// <summary>SHA-256 of the embedding text in UTF-8; 32 bytes. Migration 0002 computes the same in SQL.</summary>
    public static byte[] Hash(string title, string contextText, string solutionText) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(Of(title, contextText, solutionText)));

    private static double Weight(char letter) => letter switch
    {
        ' ' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => 0.3,
        <= '\x7f' => 0.6,
        _ => 1.5,
    };
}
