using System.Text;

namespace CommonTrace.Core.Traces;

/// <summary>Which texts can be stored: no NUL, no half of a surrogate pair, not only white space where something is required.</summary>
public static class TextRule
{
    /// <summary>What is wrong with a text, as the end of a sentence that begins with the field's name; null when nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="minimum">The fewest characters, in Unicode scalar values; above 0, white space counts as none.</param>
    /// <param name="maximum">The most.</param>
    public static string? FaultOf(string text, int minimum, int maximum)
    {
        var length = 0;
        var position = 0;
        while (position < text.Length)
        {
            if (!Rune.TryGetRuneAt(text, position, out var rune))
            {
                return "holds half of a surrogate pair, which is no character.";
            }

            if (rune.Value == 0)
            {
                return "holds a NUL character, which cannot be stored.";
            }

            position += rune.Utf16SequenceLength;
            length++;
        }

        return length > maximum ? $"has {length} characters; at most {maximum} are allowed."
            : minimum > 0 && string.IsNullOrWhiteSpace(text) ? "must not be empty."
            : length < minimum ? $"has {length} characters; at least {minimum} are needed."
            : null;
    }
}
