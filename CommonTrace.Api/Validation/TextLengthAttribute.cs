using System.ComponentModel.DataAnnotations;
using System.Text;

namespace CommonTrace.Api.Validation;

/// <summary>
/// The length of a text in Unicode scalar values, and that it can be stored: no NUL, no half of a surrogate pair, not only white space
/// where something is required. A <see cref="StringLengthAttribute"/>, so that OpenAPI shows the limits.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextLengthAttribute : StringLengthAttribute
{
    public TextLengthAttribute(int minimum, int maximum)
        : base(maximum) => MinimumLength = minimum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string text)
        {
            return ValidationResult.Success;
        }

        var length = 0;
        var position = 0;
        while (position < text.Length)
        {
            if (!Rune.TryGetRuneAt(text, position, out var rune))
            {
                return Fault("holds half of a surrogate pair, which is no character.");
            }

            if (rune.Value == 0)
            {
                return Fault("holds a NUL character, which cannot be stored.");
            }

            position += rune.Utf16SequenceLength;
            length++;
        }

        if (length > MaximumLength)
        {
            return Fault($"has {length} characters; at most {MaximumLength} are allowed.");
        }

        if (MinimumLength > 0 && string.IsNullOrWhiteSpace(text))
        {
            return Fault("must not be empty.");
        }

        if (length < MinimumLength)
        {
            return Fault($"has {length} characters; at least {MinimumLength} are needed.");
        }

        return ValidationResult.Success;

        ValidationResult Fault(string what) => new(what, [validationContext.MemberName!]);
    }
}
