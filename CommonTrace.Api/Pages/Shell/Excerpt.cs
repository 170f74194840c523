using System.Text.RegularExpressions;
using CommonTrace.Api.Pages.Text;
using CommonTrace.Core.Embeddings;

namespace CommonTrace.Api.Pages.Shell;

/// <summary>The beginning of a text in Markdown, as plain text of one line.</summary>
internal static partial class Excerpt
{
    /// <summary>How much of a text is read, for each character that is shown.</summary>
    private const int Room = 3;

    /// <summary>At most so many characters, cut between two words.</summary>
    public static string Of(string text, int longest = 260)
    {
        var near = EmbeddingText.Cut(text, Math.Min(text.Length, longest * Room));
        var line = WhiteSpace().Replace(MarkdownText.Plain(near), " ").Trim();
        if (line.Length <= longest)
        {
            return near.Length < text.Length ? $"{line} …" : line;
        }

        var cut = EmbeddingText.Cut(line, longest);
        var space = cut.LastIndexOf(' ');
        return $"{(space > longest / 2 ? cut[..space] : cut)} …";
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();
}
