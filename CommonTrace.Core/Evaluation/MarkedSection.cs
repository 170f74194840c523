namespace CommonTrace.Core.Evaluation;

/// <summary>The part of a Markdown page that a program writes: between the lines <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
public static class MarkedSection
{
    /// <summary>The text between the marks.</summary>
    /// <exception cref="InvalidDataException">A mark is missing.</exception>
    public static string Read(string page, string name)
    {
        var (start, end) = Find(page, name);
        return page[start..end].Trim();
    }

    /// <summary>The page with another text between the marks; the rest is as it was.</summary>
    /// <exception cref="InvalidDataException">A mark is missing.</exception>
    public static string Replace(string page, string name, string text)
    {
        var (start, end) = Find(page, name);
        return $"{page[..start]}\n{text.Trim()}\n{page[end..]}";
    }

    private static (int Start, int End) Find(string page, string name)
    {
        var (opening, closing) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var start = page.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        var end = start < opening.Length ? -1 : page.IndexOf(closing, start, StringComparison.Ordinal);
        return end >= 0 ? (start, end) : throw new InvalidDataException($"The page has no {opening} with a {closing} behind it.");
    }
}
