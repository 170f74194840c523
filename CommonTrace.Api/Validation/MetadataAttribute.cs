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
    // jsonb writes an exponent out in digits and has an end to them; this is how far a double goes.
    private const int LargestExponent = 308;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not JsonElement { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            return ValidationResult.Success;
        }

        var text = element.GetRawText();
        var fault = element.ValueKind != JsonValueKind.Object ? "must be a JSON object."
            : Encoding.UTF8.GetByteCount(text) > TraceLimits.MetadataBytes ? $"is over {TraceLimits.MetadataBytes / 1024} KB."
            // jsonb refuses them; the characters can stand in JSON only as escapes.
            : HoldsUnstorable(element) ? $"holds a NUL character, half of a surrogate pair, or a number beyond 1e{LargestExponent}."
            : null;
        return fault is null ? ValidationResult.Success : new ValidationResult(fault, [validationContext.MemberName!]);
    }

    private static bool HoldsUnstorable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => !IsStorable(() => property.Name) || HoldsUnstorable(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsUnstorable),
        JsonValueKind.String => !IsStorable(() => element.GetString()!),
        JsonValueKind.Number => !IsStorableNumber(element.GetRawText()),
        _ => false,
    };

    private static bool IsStorableNumber(string number)
    {
        var at = number.IndexOfAny(['e', 'E']);
        return at < 0
            || (int.TryParse(number.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                && exponent is >= -LargestExponent and <= LargestExponent);
    }

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
