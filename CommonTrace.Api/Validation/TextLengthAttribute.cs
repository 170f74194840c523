using System.ComponentModel.DataAnnotations;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Validation;

/// <summary>
/// The length of a text in Unicode scalar values, and that it can be stored, by <see cref="TextRule"/>. A
/// <see cref="StringLengthAttribute"/>, so that OpenAPI shows the limits.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextLengthAttribute : StringLengthAttribute
{
    public TextLengthAttribute(int minimum, int maximum)
        : base(maximum) => MinimumLength = minimum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string text && TextRule.FaultOf(text, MinimumLength, MaximumLength) is { } fault
            ? new ValidationResult(fault, [validationContext.MemberName!])
            : ValidationResult.Success;
}
