using System.Buffers;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CommonTrace.Api.Pages.Text;

/// <summary>
/// Whether a text would take the Markdown parser too long: some of its work grows with the square of the marks in a paragraph, or of the
/// quotes and lists in one another. Texts that people or agents write are far from the limits.
/// </summary>
internal static class MarkdownCost
{
    /// <summary>What is made of so many short lines is a log or a table of numbers, and as well without markup.</summary>
    private const int MostLines = 4_000;

    /// <summary>How many quotes and list items may begin in one line.</summary>
    private const int MostOpened = 50;

    /// <summary>The most that the squares of the marks of each paragraph may come to: 1,500 in one, or 150 in each of a hundred.</summary>
    private const long MostMarksSquared = 2_250_000;

    private static readonly SearchValues<char> Marks = SearchValues.Create("[]*_|`<!\\");
    private static readonly SearchValues<char> BeforeContent = SearchValues.Create(" \t>-+*.)0123456789");

    // Finds the paragraphs, and leaves what is in them alone.
    private static readonly MarkdownPipeline BlocksOnly = CreateBlocksOnly();

    public static bool IsTooHigh(string text)
    {
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++lines > MostLines || OpenedIn(line) > MostOpened)
            {
                return true;
            }
        }

        return Markdown.Parse(text, BlocksOnly).Descendants<LeafBlock>().Sum(MarksSquared) > MostMarksSquared;
    }

    private static int OpenedIn(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAnyExcept(BeforeContent);
        var before = end < 0 ? line : line[..end];
        var opened = before.Count('>');
        for (var index = 1; index < before.Length; index++)
        {
            opened += before[index] is ' ' or '\t' && before[index - 1] is '-' or '+' or '*' or '.' or ')' ? 1 : 0;
        }

        return opened;
    }

    private static long MarksSquared(LeafBlock paragraph)
    {
        long marks = paragraph.Inline?.Sum(inline => inline is LiteralInline literal ? literal.Content.AsSpan().CountAny(Marks) : 0) ?? 0;
        return marks * marks;
    }

    private static MarkdownPipeline CreateBlocksOnly()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}
