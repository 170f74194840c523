using System.Security.Cryptography;
using System.Text;

namespace CommonTrace.Core.Embeddings;

/// <summary>What of a trace is sent to the model, and the hash by which equal content is known.</summary>
public static class EmbeddingText
{
    /// <summary>Title, context and solution, a line break between them.</summary>
    public static string Of(string title, string contextText, string solutionText) => $"{title}\n{contextText}\n{solutionText}";

    /// <summary>At most so many characters of a text, never half of a surrogate pair.</summary>
    public static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    /// <summary>SHA-256 of the embedding text in UTF-8; 32 bytes. Migration 0002 computes the same in SQL.</summary>
    public static byte[] Hash(string title, string contextText, string solutionText) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(Of(title, contextText, solutionText)));
}
