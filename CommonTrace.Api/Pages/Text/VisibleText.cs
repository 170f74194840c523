using System.Globalization;
using System.Text;

namespace CommonTrace.Api.Pages.Text;

/// <summary>A piece of a text: as it stands, or the code points of characters in it that nobody sees.</summary>
internal readonly record struct TextRun(string Text, bool IsMark);

/// <summary>
/// Makes seen what nobody sees: characters that reorder the text around them (trojan source), that have no width, or that control a terminal.
/// Stored texts are without most of them; this holds for whatever comes to be shown.
/// </summary>
internal static class VisibleText
{
    public const string MarkTitle = "Invisible character";

    // A text of nothing else would be shown at ten times its length.
    private const int MostMarks = 500;

    // Signs that Arabic and Syriac numbers begin with: of the category, and seen.
    private const int FirstOfJoiningScripts = 0x600;

    /// <summary>The pieces of a text, in its order. Invisible characters in a row are one piece; those past the first 500 are U+FFFD.</summary>
    public static IEnumerable<TextRun> RunsOf(string text)
    {
        var (start, index, marks) = (0, 0, 0);
        while (index < text.Length)
        {
            if (!IsInvisibleAt(text, index, out var length))
            {
                index += length;
                continue;
            }

            if (index > start)
            {
                yield return new TextRun(text[start..index], IsMark: false);
            }

            start = index;
            while (index < text.Length && IsInvisibleAt(text, index, out length))
            {
                index += length;
            }

            yield return ++marks <= MostMarks ? new TextRun(Names(text.AsSpan(start, index - start)), IsMark: true) : new TextRun("\uFFFD", IsMark: false);
            start = index;
        }

        if (index > start)
        {
            yield return new TextRun(text[start..], IsMark: false);
        }
    }

    private static bool IsInvisibleAt(string text, int index, out int length)
    {
        var isWhole = Rune.TryGetRuneAt(text, index, out var rune);
        length = isWhole ? rune.Utf16SequenceLength : 1;
        return !isWhole || (rune.Value is not ('\t' or '\n' or '\r') && !IsOrdinary(rune.Value) && IsInvisible(rune, index > 0 ? text[index - 1] : ' '));
    }

    private static bool IsOrdinary(int code) => code is >= ' ' and < 0x7F or > 0xAD and < 0x34F;

    private static bool IsInvisible(Rune rune, char before) => rune.Value switch
    {
        // Joiners spell Persian, Indic scripts and emoji; behind Latin letters they hide.
        0x200C or 0x200D => before < FirstOfJoiningScripts,
        0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 => true,
        >= 0x600 and <= 0x605 or 0x6DD or 0x70F or 0x890 or 0x891 or 0x8E2 or 0x110BD or 0x110CD => false,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    /// <summary>The code points; of a long row the first few, and how many there are.</summary>
    private static string Names(ReadOnlySpan<char> hidden)
    {
        const int MostNamed = 8;
        var names = new List<string>();
        for (var index = 0; index < hidden.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(hidden[index..], out var rune, out var length) == System.Buffers.OperationStatus.Done;
            names.Add($"U+{(isWhole ? rune.Value : hidden[index]):X4}");
            index += length;
        }

        return names.Count <= MostNamed ? string.Join(' ', names) : $"{string.Join(' ', names.Take(MostNamed))} and {names.Count - MostNamed} more";
    }
}
