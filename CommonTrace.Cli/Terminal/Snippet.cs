using Spectre.Console.Rendering;

namespace CommonTrace.Cli.Terminal;

/// <summary>The beginning of a text.</summary>
internal static class Snippet
{
    /// <summary>Its first lines, broken between words; the last ends in "…" when there is more.</summary>
    /// <param name="text">A text of one line.</param>
    /// <param name="lines">How many lines at most.</param>
    /// <param name="width">How wide they are, in cells of the terminal: a Chinese character takes two.</param>
    public static List<string> Of(string text, int lines, int width)
    {
        var broken = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = broken[^1].Length == 0 ? word : $"{broken[^1]} {word}";
            if (Cells(longer) < width)
            {
                broken[^1] = longer;
            }
            else if (broken.Count == lines)
            {
                broken[^1] = Cut(longer, width - 1) + "…";
                break;
            }
            else
            {
                broken.AddRange(broken[^1].Length == 0 ? [] : [""]);
                broken[^1] = Cut(word, width);
            }
        }

        return broken[^1].Length == 0 ? broken[..^1] : broken;
    }

    private static string Cut(string text, int width)
    {
        var end = Math.Min(text.Length, width);
        while (end > 0 && (Cells(text[..end]) > width || char.IsHighSurrogate(text[end - 1])))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>How wide a text is on a terminal.</summary>
    public static int Cells(string text) => new Segment(text).CellCount();
}
