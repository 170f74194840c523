using System.Text;
using CommonTrace.Core.Safety.Unicode;

namespace CommonTrace.Core.Safety;

/// <summary>Gives a text one spelling: Unicode's form C, without characters that nobody sees.</summary>
public static class TextNormalization
{
    private const int ByteOrderMark = 0xFEFF;

    /// <summary>
    /// The text in Unicode's form C, without control characters (tab and line breaks stay), soft hyphens, zero width and bidirectional
    /// characters and tags. Joiners stay where the spelling of a script or an emoji needs them, one variation selector behind a character that is seen.
    /// Idempotent; the same instance when nothing changes.
    /// </summary>
    public static string Normalize(string text) =>
        text.AsSpan().ContainsAnyExcept(InvisibleCharacters.Ordinary) ? CanonicalForm.Compose(WithoutInvisible(text, out _)) : text;

    internal static bool HadHiddenText(string original)
    {
        if (!original.AsSpan().ContainsAnyExcept(InvisibleCharacters.Ordinary))
        {
            return false;
        }

        WithoutInvisible(original, out var hid);
        return hid;
    }

    private static string WithoutInvisible(string text, out bool hid)
    {
        hid = false;
        StringBuilder? kept = null;
        var (letter, before) = (0, 0);
        for (var index = 0; index < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, index, out var rune);
            var (code, length) = isWhole ? (rune.Value, rune.Utf16SequenceLength) : (text[index], 1);
            var kind = InvisibleCharacters.KindOf(code);
            if (Stays(kind, code, letter, before, text, index + length))
            {
                letter = kind == Invisible.Joiner ? 0 : isWhole && InvisibleCharacters.IsMark(rune) ? letter : code;
                before = code;
                kept?.Append(text, index, length);
            }
            else
            {
                kept ??= new StringBuilder(text, 0, index, text.Length);
                hid |= kind > Invisible.Control && !(code == ByteOrderMark && (index == 0 || text[index - 1] == '\n'));
            }

            index += length;
        }

        return kept?.ToString() ?? text;
    }

    private static bool Stays(Invisible kind, int code, int letter, int before, string text, int next) => kind switch
    {
        Invisible.No => true,
        Invisible.Joiner => InvisibleCharacters.Joins(code, letter, Rune.TryGetRuneAt(text, Math.Min(next, text.Length - 1), out var after) && next < text.Length ? after.Value : 0),
        Invisible.Selector => InvisibleCharacters.Selects(code, before),
        _ => false,
    };
}
