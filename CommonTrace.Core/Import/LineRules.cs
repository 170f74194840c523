using System.Globalization;
using System.Text.Json;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Import;

/// <summary>Which values a line may hold. Each answers what is wrong, as the end of a sentence that begins with the field's name; null when nothing is.</summary>
internal static class LineRules
{
    private const int EarliestYear = 1900;

    public static string? Id(Guid id) => id == Guid.Empty ? "is required." : null;

    public static string? OneOf(string? value, params string[] allowed) =>
        value is not null && allowed.Contains(value) ? null : $"must be one of {string.Join(", ", allowed)}.";

    public static string? Between(decimal? value, decimal lowest, decimal highest) =>
        value is null || (value >= lowest && value <= highest)
            ? null : string.Create(CultureInfo.InvariantCulture, $"is {value}; it must be between {lowest} and {highest}.");

    public static string? Weight(decimal weight, int most) =>
        weight > 0 && weight <= most ? null : string.Create(CultureInfo.InvariantCulture, $"is {weight}; it must be above 0 and at most {most}.");

    /// <summary>A time that must be there.</summary>
    public static string? Time(DateTime time) => time == default ? "is required." : OptionalTime(time);

    public static string? OptionalTime(DateTime? time) => time?.Year < EarliestYear ? $"must not be before {EarliestYear}." : null;

    public static string? Required(string? text, int longest) => text is null ? "is required." : TextRule.FaultOf(text, 1, longest);

    public static string? Optional(string? text, int longest, int shortest = 0) => text is null ? null : TextRule.FaultOf(text, shortest, longest);

    public static string? Json(JsonElement? document) => document is { ValueKind: not JsonValueKind.Null } given ? MetadataRule.FaultOf(given) : null;

    /// <summary>A document that was given; null where JSON says null.</summary>
    public static string? RawText(JsonElement? document) => document is { ValueKind: not JsonValueKind.Null } given ? given.GetRawText() : null;

    public static JsonElement? Parse(string? document) => document is null ? null : JsonElement.Parse(document);
}
