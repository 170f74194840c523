namespace CommonTrace.Core.Embeddings.Local;

internal enum LetterKind : byte
{
    Separator,
    Joiner,
    Lower,
    Upper,
    Digit,
    Ideograph,
}

/// <summary>What a UTF-16 unit means to the tokenizer, by fixed rules: Unicode tables and cultures of the runtime change, a model must not.</summary>
internal static class Letters
{
    private static readonly LetterKind[] Ascii = [.. Enumerable.Range(0, 128).Select(unit => OfAscii((char)unit))];

    public static LetterKind KindOf(char unit) => unit < 128 ? Ascii[unit] : OfOther(unit);

    public static bool IsWord(LetterKind kind) => kind >= LetterKind.Lower;

    /// <summary>Lower case for ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic and full-width letters; every other unit stays as it is.</summary>
    public static char Fold(char unit) => unit < 128 ? FoldAscii(unit) : unit switch
    {
        >= '\u00C0' and <= '\u00DE' => (char)(unit + 0x20),
        >= '\u0100' and <= '\u0137' or >= '\u014A' and <= '\u0177' => (char)(unit | 1),
        >= '\u0139' and <= '\u0148' or >= '\u0179' and <= '\u017E' => (char)(unit + (unit & 1)),
        >= '\u0391' and <= '\u03A9' or >= '\u0410' and <= '\u042F' => (char)(unit + 0x20),
        >= '\u0400' and <= '\u040F' => (char)(unit + 0x50),
        >= '\uFF01' and <= '\uFF5E' => FoldAscii((char)(unit - 0xFEE0)),
        _ => unit,
    };

    private static char FoldAscii(char unit) => char.IsAsciiLetterUpper(unit) ? (char)(unit | 0x20) : unit;

    private static LetterKind OfAscii(char unit) => unit switch
    {
        >= 'a' and <= 'z' => LetterKind.Lower,
        >= 'A' and <= 'Z' => LetterKind.Upper,
        >= '0' and <= '9' => LetterKind.Digit,
        '_' or '-' or '.' or ':' or '/' or '\\' or '@' or '+' or '#' or '\'' => LetterKind.Joiner,
        _ => LetterKind.Separator,
    };

    private static LetterKind OfOther(char unit) => unit switch
    {
        '\u00AA' or '\u00B5' or '\u00BA' => LetterKind.Lower,
        < '\u00C0' or '\u00D7' or '\u00F7' => LetterKind.Separator,
        // Spaces, punctuation, arrows, mathematics, box drawing, pictographs of the basic plane.
        >= '\u2000' and <= '\u2BFF' or >= '\u3000' and <= '\u3004' or >= '\u3008' and <= '\u3020' => LetterKind.Separator,
        // Scripts without spaces (Kana, Han, Hangul): each unit is a word, and pairs of words carry what it means.
        >= '\u2E80' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF' => LetterKind.Ideograph,
        >= '\uFF01' and <= '\uFF5E' => OfAscii((char)(unit - 0xFEE0)),
        '\uFEFF' or >= '\uFFF0' => LetterKind.Separator,
        // Everything else, halves of surrogate pairs included, belongs to words; only a changed case can split them.
        _ => Fold(unit) == unit ? LetterKind.Lower : LetterKind.Upper,
    };
}
