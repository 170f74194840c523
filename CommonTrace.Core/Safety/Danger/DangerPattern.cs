using System.Buffers;
using System.Text.RegularExpressions;

namespace CommonTrace.Core.Safety.Danger;

/// <summary>
/// A pattern that is tried only around the words it cannot do without. Without backtracking and within a window of fixed size, the time grows no
/// faster than the text, whatever is in it.
/// </summary>
internal sealed class DangerPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private readonly SearchValues<string> _cues;
    private readonly Regex _pattern;
    private readonly int _before;
    private readonly int _after;

    /// <param name="cues">The words of which each match holds one, in any case.</param>
    /// <param name="pattern">What is dangerous; white space in it does not count.</param>
    /// <param name="before">How far before a cue a match can begin, in UTF-16 units.</param>
    /// <param name="after">How far after a cue's beginning a match can end.</param>
    public DangerPattern(string[] cues, string pattern, int before = 0, int after = 240)
    {
        _cues = SearchValues.Create(cues, StringComparison.OrdinalIgnoreCase);
        _pattern = new Regex(pattern, Options | RegexOptions.IgnorePatternWhitespace);
        (_before, _after) = (before, after);
    }

    public bool IsIn(ReadOnlySpan<char> text)
    {
        for (var next = 0; text[next..].IndexOfAny(_cues) is >= 0 and var offset; next += offset + 1)
        {
            // One character more, so that a word's boundary is seen.
            var start = Math.Max(0, next + offset - _before - 1);
            var end = Math.Min(text.Length, next + offset + _after);
            if (_pattern.IsMatch(text[start..end]))
            {
                return true;
            }
        }

        return false;
    }
}
