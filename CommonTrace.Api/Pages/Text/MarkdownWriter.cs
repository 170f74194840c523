using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace CommonTrace.Api.Pages.Text;

/// <summary>
/// Writes Markdown as HTML. What it writes is what there can be: no element and no attribute but those named here and in
/// <see cref="InlineWriter"/>. A new kind of block is left out until it is named.
/// </summary>
internal sealed class MarkdownWriter
{
    /// <summary>In characters of HTML: eight times what a text may have.</summary>
    private const int MostWritten = 400_000;

    private const int Deepest = 50;

    // The page's own headings are of the first and the second rank.
    private const int RanksAbove = 2;
    private const int LowestRank = 6;

    private readonly MarkupBuilder _html = new();
    private readonly InlineWriter _inlines;
    private readonly Stack<int> _headings = new();
    private bool _isTooMuch;

    private MarkdownWriter() => _inlines = new InlineWriter(_html, MostWritten);

    /// <summary>The HTML; null when that is too much, or too deep.</summary>
    public static string? Write(MarkdownDocument document)
    {
        var writer = new MarkdownWriter();
        writer.WriteAll(document, depth: 0);
        return writer._isTooMuch || writer._inlines.IsTooMuch ? null : writer._html.ToString();
    }

    private void WriteAll(ContainerBlock blocks, int depth)
    {
        _isTooMuch |= depth > Deepest || _html.Length > MostWritten;
        foreach (var block in blocks)
        {
            if (_isTooMuch || _inlines.IsTooMuch)
            {
                return;
            }

            WriteBlock(block, depth + 1);
        }
    }

    private void WriteBlock(Block block, int depth)
    {
        switch (block)
        {
            case HeadingBlock heading:
                WriteLeaf($"h{RankOf(heading)}", heading);
                break;
            case ParagraphBlock { Parent: ListItemBlock { Parent: ListBlock { IsLoose: false } } } tight:
                _inlines.Write(tight.Inline);
                break;
            case ParagraphBlock paragraph:
                WriteLeaf("p", paragraph);
                break;
            case CodeBlock code:
                WriteCode(code);
                break;
            case ThematicBreakBlock:
                _html.Empty("hr");
                break;
            case QuoteBlock quote:
                WriteContainer("blockquote", quote, depth);
                break;
            case ListBlock list:
                WriteList(list, depth);
                break;
            case Table table:
                WriteTable(table, depth);
                break;
            case LinkReferenceDefinitionGroup definitions:
                WriteDefinitions(definitions);
                break;
        }
    }

    private void WriteLeaf(string element, LeafBlock leaf)
    {
        _html.Open(element);
        _inlines.Write(leaf.Inline);
        _html.Close(element);
    }

    private void WriteContainer(string element, ContainerBlock container, int depth)
    {
        _html.Open(element);
        WriteAll(container, depth);
        _html.Close(element);
    }

    private void WriteList(ListBlock list, int depth)
    {
        var element = list.IsOrdered ? "ol" : "ul";
        _html.Open(element, "start", list is { IsOrdered: true, OrderedStart: { } start and not "1" } && int.TryParse(start, out _) ? start : null);
        foreach (var item in list.OfType<ListItemBlock>())
        {
            WriteContainer("li", item, depth);
        }

        _html.Close(element);
    }

    private void WriteTable(Table table, int depth)
    {
        _html.Open("div", "class", "scroll").Open("table");
        foreach (var row in table.OfType<TableRow>())
        {
            _html.Open("tr");
            foreach (var cell in row.OfType<TableCell>())
            {
                WriteContainer(row.IsHeader ? "th" : "td", cell, depth);
            }

            _html.Close("tr");
        }

        _html.Close("table").Close("div");
    }

    // Markdown has them unseen: a place to write what agents read and people do not.
    private void WriteDefinitions(LinkReferenceDefinitionGroup definitions)
    {
        foreach (var definition in definitions.OfType<LinkReferenceDefinition>())
        {
            _html.Open("p", "class", "small").Text($"[{definition.Label}]: {definition.Url} {definition.Title}").Close("p");
        }
    }

    private void WriteCode(CodeBlock code)
    {
        var language = CodeLanguage.Of((code as FencedCodeBlock)?.Info);
        _html.Open("div", "class", "code").Open("pre").Open("code", "class", language is null ? null : $"language-{language}");
        _html.Text(code.Lines.ToString()).Close("code").Close("pre").Close("div");
    }

    // However the text counts its headings, each is one rank below what it stands under.
    private int RankOf(HeadingBlock heading)
    {
        while (_headings.TryPeek(out var above) && above >= heading.Level)
        {
            _headings.Pop();
        }

        _headings.Push(heading.Level);
        return Math.Min(RanksAbove + _headings.Count, LowestRank);
    }
}
