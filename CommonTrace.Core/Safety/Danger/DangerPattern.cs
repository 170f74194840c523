using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CommonTrace.Core.Safety.Danger;

/// <summary>
/// A pattern that is tried only around the words it cannot do without. Without backtracking and within a window around each, the time grows no
/// faster than the text, whatever is in it.
/// </summary>
internal sealed class DangerPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private readonly SearchValues<string> _cues;
    private readonly Regex _pattern;
    private readonly int _before;
    private readonly int _after;

    /// <param name="cues">What each match holds one of, in any case, at the beginning of a word.</param>
    /// <param name="pattern">What is dangerous; white space in it does not count.</param>
    /// <param name="before">How far before a cue a match can begin, in UTF-16 units.</param>
    /// <param name="after">How far after a cue's beginning a match can end.</param>
    public DangerPattern(string[] cues, string pattern, int before = 0, int after = 240)
    {
        // Letters beyond ASCII make the search without case many times slower, and Chinese has none.
        _cues = SearchValues.Create(cues, Array.TrueForAll(cues, cue => Ascii.IsValid(cue)) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        _pattern = new Regex(pattern, Options | RegexOptions.IgnorePatternWhitespace);
        (_before, _after) = (before, after);
    }

    public bool IsIn(ReadOnlySpan<char> text)
    {
        // Windows that meet are looked at as one: a text full of cues is read once, not once for each.
        var (from, to) = (0, 0);
        for (var next = 0; text[next..].IndexOfAny(_cues) is >= 0 and var offset; next += offset + 1)
        {
            var cue = next + offset;
            if (IsInsideWord(text, cue))
            {
                continue;
            }

            // One character more, so that a word's boundary is seen.
            var begin = Math.Max(0, cue - _before - 1);
            if (begin > to)
            {
                if (to > 0 && _pattern.IsMatch(text[from..to]))
                {
                    return true;
                }

                from = begin;
            }

            to = Math.Min(text.Length, cue + _after);
        }

        return to > 0 && _pattern.IsMatch(text[from..to]);
    }

    // "rm " also ends "form ": a cue begins a word.
    private static bool IsInsideWord(ReadOnlySpan<char> text, int cue) =>
        cue > 0 && char.IsAsciiLetterOrDigit(text[cue]) && char.IsAsciiLetterOrDigit(text[cue - 1]);
}
