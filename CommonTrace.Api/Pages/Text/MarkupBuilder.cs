using System.Text;

namespace CommonTrace.Api.Pages.Text;

/// <summary>Writes elements, attributes and text, encoding whatever is not a name: the names come from the code, all else from strangers.</summary>
internal sealed class MarkupBuilder
{
    private readonly StringBuilder _html = new();

    public int Length => _html.Length;

    /// <summary>Begins an element; attributes without a value are left out.</summary>
    public MarkupBuilder Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(name).Append("=\"");
                Encode(value);
                _html.Append('"');
            }
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
    public MarkupBuilder OpenLink(string address) => Open("a", ("href", address), ("rel", "nofollow noopener noreferrer"));

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
