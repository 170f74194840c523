using System.Text;

namespace CommonTrace.Api.Pages.Text;

/// <summary>Writes elements, attributes and text, encoding whatever is not a name: the names come from the code, all else from strangers.</summary>
internal sealed class MarkupBuilder
{
    private readonly StringBuilder _html = new();

    public int Length => _html.Length;

    public MarkupBuilder Open(string element, string? attribute = null, string? value = null)
    {
        _html.Append('<').Append(element);
        if (value is not null)
        {
            _html.Append(' ').Append(attribute).Append("=\"");
            Encode(value);
            _html.Append('"');
        }

        _html.Append('>');
        return this;
    }

    public MarkupBuilder Close(string element)
    {
        _html.Append("</").Append(element).Append('>');
        return this;
    }

    /// <summary>An element that has no content.</summary>
    public MarkupBuilder Empty(string element)
    {
        _html.Append('<').Append(element).Append("/>");
        return this;
    }

    /// <summary>A link to elsewhere: search engines are not to count it, and it is not told where the reader comes from.</summary>
    public MarkupBuilder OpenLink(string address)
    {
        _html.Append("<a href=\"");
        Encode(address);
        _html.Append("\" rel=\"nofollow noopener noreferrer\">");
        return this;
    }

    /// <summary>Text, with what is invisible in it as marks.</summary>
    public MarkupBuilder Text(string text)
    {
        foreach (var run in VisibleText.RunsOf(text))
        {
            if (run.IsMark)
            {
                _html.Append("<span class=\"mark\" title=\"").Append(VisibleText.MarkTitle).Append("\">").Append(run.Text).Append("</span>");
            }
            else
            {
                Encode(run.Text);
            }
        }

        return this;
    }

    public override string ToString() => _html.ToString();

    private void Encode(string text)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                _ => _html.Append(letter),
            };
        }
    }
}
