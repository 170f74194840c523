using Markdig;
using Microsoft.AspNetCore.Components;

namespace CommonTrace.Api.Pages.Text;

/// <summary>
/// Renders a stored text, which is hostile until shown otherwise: Markdown without HTML, images or addresses that do anything but be visited.
/// The one place of the pages that answers markup; <see cref="MarkdownWriter"/> writes each element itself.
/// </summary>
internal static class MarkdownText
{
    /// <summary>The longest text that is read as Markdown, in UTF-16 characters: twice what a text may have, for those outside of the basic plane.</summary>
    private const int Longest = 100_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().Build();

    /// <summary>Runs it. Texts that are too long, too deeply nested or would come out too large are shown as they stand.</summary>
    public static MarkupString Render(string text) => new(TryRead(text, static given => MarkdownWriter.Write(Markdown.Parse(given, Pipeline))) ?? AsItStands(text));

    /// <summary>The words of a text without its markup; not markup itself.</summary>
    public static string Plain(string text) => TryRead(text, static given => Markdown.ToPlainText(given, Pipeline)) ?? text;

    private static string? TryRead(string text, Func<string, string?> read)
    {
        if (text.Length > Longest || MarkdownCost.IsTooHigh(text))
        {
            return null;
        }

        try
        {
            return read(text);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The parser's own limit of nesting, or a text that it stumbles over: no reason not to show the page.
            return null;
        }
    }

    private static string AsItStands(string text)
    {
        var html = new MarkupBuilder();
        html.Open("pre", ("class", "plain")).Text(text).Close("pre");
        return html.ToString();
    }
}
