using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CommonTrace.Core.Traces;

/// <summary>Which metadata can be stored: a JSON object of at most <see cref="TraceLimits.MetadataBytes"/> that jsonb takes.</summary>
public static class MetadataRule
{
    // jsonb writes an exponent out in digits and has an end to them; this is how far a double goes.
    private const int LargestExponent = 308;

    /// <summary>What is wrong with the metadata, as the end of a sentence that begins with the field's name; null when nothing is.</summary>
    public static string? FaultOf(JsonElement metadata) =>
        metadata.ValueKind != JsonValueKind.Object ? "must be a JSON object."
        : SizeFaultOf(metadata.GetRawText()) is { } tooLarge ? tooLarge
        // jsonb refuses them; the characters can stand in JSON only as escapes.
        : HoldsUnstorable(metadata) ? $"holds a NUL character, half of a surrogate pair, or a number beyond 1e{LargestExponent}."
        : null;

    /// <summary>What is wrong with the document's size; null when nothing is.</summary>
    public static string? SizeFaultOf(string metadata) =>
        Encoding.UTF8.GetByteCount(metadata) > TraceLimits.MetadataBytes ? $"is over {TraceLimits.MetadataBytes / 1024} KB." : null;

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
