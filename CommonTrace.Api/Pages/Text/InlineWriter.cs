using Markdig.Syntax.Inlines;

namespace CommonTrace.Api.Pages.Text;

/// <summary>Writes what stands within a paragraph.</summary>
internal sealed class InlineWriter(MarkupBuilder html, int mostWritten)
{
    private const int Deepest = 50;

    public bool IsTooMuch { get; private set; }

    public void Write(ContainerInline? inlines) => WriteAll(inlines, depth: 0, isInLink: false);

    private void WriteAll(ContainerInline? inlines, int depth, bool isInLink)
    {
        IsTooMuch |= depth > Deepest;
        for (var inline = inlines?.FirstChild; inline is not null && !IsTooMuch; inline = inline.NextSibling)
        {
            WriteInline(inline, depth + 1, isInLink);
            IsTooMuch |= html.Length > mostWritten;
        }
    }

    private void WriteInline(Inline inline, int depth, bool isInLink)
    {
        switch (inline)
        {
            case LiteralInline literal:
                html.Text(literal.Content.ToString());
                break;
            case CodeInline code:
                html.Open("code").Text(code.Content).Close("code");
                break;
            case LineBreakInline { IsHard: true }:
                html.Empty("br");
                break;
            case LineBreakInline:
                html.Text("\n");
                break;
            case HtmlEntityInline entity:
                html.Text(entity.Transcoded.ToString());
                break;
            case EmphasisInline emphasis:
                var element = emphasis.DelimiterCount == 2 ? "strong" : "em";
                html.Open(element);
                WriteAll(emphasis, depth, isInLink);
                html.Close(element);
                break;
            case AutolinkInline address:
                WriteLink(isInLink ? null : LinkAddress.Of(address.IsEmail ? $"mailto:{address.Url}" : address.Url), () => html.Text(address.Url));
                break;
            case LinkInline link:
                WriteLink(link, depth, isInLink);
                break;
            case DelimiterInline delimiter:
                html.Text(delimiter.ToLiteral());
                WriteAll(delimiter, depth, isInLink);
                break;
            case ContainerInline container:
                WriteAll(container, depth, isInLink);
                break;
        }
    }

    // An image is not fetched: whoever wrote the text would learn who reads it.
    private void WriteLink(LinkInline link, int depth, bool isInLink)
    {
        var address = isInLink ? null : LinkAddress.Of(link.Url);
        WriteLink(address, () =>
        {
            if (link.FirstChild is null)
            {
                html.Text(address ?? "");
            }

            WriteAll(link, depth, isInLink || address is not null);
        });
    }

    private void WriteLink(string? address, Action writeText)
    {
        if (address is null)
        {
            writeText();
            return;
        }

        html.OpenLink(address);
        writeText();
        html.Close("a");
    }
}
