using System.Buffers;
using System.Globalization;
using System.Text;

namespace CommonTrace.Core.Safety;

/// <summary>What an invisible character is to the text around it.</summary>
internal enum Invisible
{
    /// <summary>It can be seen, or is white space.</summary>
    No,

    /// <summary>A control character, a soft hyphen: unseen, but what editors and terminals leave behind.</summary>
    Control,

    /// <summary>Zero width, bidirectional, or a tag: nothing that anyone types, and a place to hide text in.</summary>
    Hiding,

    /// <summary>A joiner, which Persian, Indic scripts and emoji are spelled with.</summary>
    Joiner,

    /// <summary>A variation selector, which chooses the look of the one character before it.</summary>
    Selector,
}

/// <summary>Tells invisible characters from those that are seen, and where one of them is part of the spelling.</summary>
internal static class InvisibleCharacters
{
    /// <summary>The characters that need no second look: what is seen of ASCII and Latin, and line breaks.</summary>
    public static readonly SearchValues<char> Ordinary = SearchValues.Create(
        [.. "\t\n\r", .. Enumerable.Range(0x20, 0x5F).Concat(Enumerable.Range(0xA0, 0x260)).Where(code => code != 0xAD).Select(code => (char)code)]);

    public static Invisible KindOf(int code) => code switch
    {
        '\t' or '\n' or '\r' => Invisible.No,
        < 0x20 or >= 0x7F and <= 0x9F or 0xAD => Invisible.Control,
        < 0x34F => Invisible.No,
        0x34F or 0x61C or 0x200B or 0x200E or 0x200F or >= 0x202A and <= 0x202E or >= 0x2060 and <= 0x206F => Invisible.Hiding,
        0x3164 or 0xFFA0 or 0xFEFF or >= 0xFFF9 and <= 0xFFFB => Invisible.Hiding,
        0x200C or 0x200D or 0x180E => Invisible.Joiner,
        >= 0x180B and <= 0x180F or >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF => Invisible.Selector,
        >= 0xE0000 and <= 0xE0FFF => Invisible.Hiding,
        _ => Invisible.No,
    };

    /// <summary>Whether the joiner stands behind a letter of a script that needs it, or between the two halves of an emoji.</summary>
    /// <param name="joiner">The joiner.</param>
    /// <param name="letter">The last character before it that is no mark; 0 for none.</param>
    /// <param name="next">The character after it; 0 for none.</param>
    public static bool Joins(int joiner, int letter, int next) => IsOfJoiningScript(letter) || (joiner == 0x200D && IsEmoji(letter) && IsEmoji(next));

    /// <summary>Whether the selector chooses the look of a character that is seen; a second one in a row chooses nothing.</summary>
    public static bool Selects(int selector, int before) =>
        selector >= 0xE0100 ? before is >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF
        : before > ' ' && KindOf(before) == Invisible.No && !(before < 0x10000 && char.IsWhiteSpace((char)before));

    /// <summary>Whether the character only marks the one before it; its place among marks is not its own.</summary>
    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Arabic, Syriac, N'Ko and their neighbours; the scripts of India; Burmese; Khmer and Mongolian; Arabic's presentation forms.
    private static bool IsOfJoiningScript(int code) =>
        code is >= 0x620 and <= 0xDFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x18AF or >= 0xFB50 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFC;

    // Arrows, symbols and pictures that emoji sequences are made of, skin tones among them.
    private static bool IsEmoji(int code) =>
        code is >= 0x2190 and <= 0x21FF or 0x231A or 0x231B or >= 0x2600 and <= 0x27BF or >= 0x2B00 and <= 0x2BFF or >= 0x1F000 and <= 0x1FAFF;
}
