using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CommonTrace.Core.Traces;

namespace CommonTrace.Api.Validation;

/// <summary>A JSON object of at most <see cref="TraceLimits.MetadataBytes"/>, none of whose texts holds what cannot be stored.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MetadataAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not JsonElement { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            return ValidationResult.Success;
        }

        var text = element.GetRawText();
        var fault = element.ValueKind != JsonValueKind.Object ? "must be a JSON object."
            : Encoding.UTF8.GetByteCount(text) > TraceLimits.MetadataBytes ? $"is over {TraceLimits.MetadataBytes / 1024} KB."
            // jsonb refuses these.
            : HoldsUnstorable(element) ? "holds a NUL character, half of a surrogate pair, or a number with an exponent beyond 1000."
            : null;
        return fault is null ? ValidationResult.Success : new ValidationResult(fault, [validationContext.MemberName!]);
    }

    private static bool HoldsUnstorable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => !IsStorable(() => property.Name) || HoldsUnstorable(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsUnstorable),
        JsonValueKind.String => !IsStorable(() => element.GetString()!),
        JsonValueKind.Number => HasHugeExponent(element.GetRawText()),
        _ => false,
    };

    private static bool HasHugeExponent(string number) =>
        number.IndexOfAny(['e', 'E']) is >= 0 and var mark && !(int.TryParse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) <= 1000);

    private static bool IsStorable(Func<string> read)
    {
        try
        {
            return !read().Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
