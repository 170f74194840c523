using System.Text.Json;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Mcp.Text;
using CommonTrace.Core;

namespace CommonTrace.Api.Mcp.Calls;

/// <summary>Reads a call's arguments by the tool's schema, so that binding them cannot fail. Lengths are the verb's request's to check.</summary>
internal static class ToolArguments
{
    private const int LongestShown = 60;

    /// <summary>The arguments that were given: those of null, empty text, list or object were not. Or all that is wrong with them.</summary>
    public static Result<Dictionary<string, JsonElement>> Read(string tool, JsonElement schema, IDictionary<string, JsonElement>? arguments)
    {
        var known = schema.GetProperty("properties");
        var given = (arguments ?? new Dictionary<string, JsonElement>()).Where(argument => !IsEmpty(argument.Value)).ToDictionary();
        var missing = Required(schema).Where(name => !given.ContainsKey(name)).Select(name => (name, Fault: "is required."));
        var wrong =
            from argument in given
            let fault = known.TryGetProperty(argument.Key, out var property)
                ? FaultOf(property, argument.Value)
                : $"is no argument of {tool}, which takes {NamesOf(known)}."
            where fault is not null
            select (Envelope.Line(argument.Key, LongestShown), fault);
        var faults = missing.Concat(wrong).GroupBy(fault => fault.Item1).ToDictionary(group => group.Key, group => group.Select(fault => fault.Item2).ToArray());
        return faults.Count == 0 ? given : FieldFaults.Of(faults);
    }

    private static string NamesOf(JsonElement properties) =>
        properties.EnumerateObject().Any() ? string.Join(", ", properties.EnumerateObject().Select(property => property.Name)) : "none";

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [];

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static string? FaultOf(JsonElement property, JsonElement value) =>
        TypeFaultOf(property.GetProperty("type").GetString()!, FormatOf(property), value) is { } expected ? $"must be {expected}; {Shown(value)} is none."
        : RangeFaultOf(property, value);

    private static string? TypeFaultOf(string type, string? format, JsonElement value) => (type, format) switch
    {
        ("string", "uuid") => value.ValueKind is JsonValueKind.String && value.TryGetGuid(out _) ? null : "the UUID of a trace",
        ("string", "date-time") => value.ValueKind is JsonValueKind.String && value.TryGetDateTimeOffset(out _) ? null : "a time such as 2027-01-31T00:00:00Z",
        ("string", _) => value.ValueKind is JsonValueKind.String ? null : "a text",
        ("integer", _) => value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out _) ? null : "a whole number",
        ("boolean", _) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
        ("object", _) => value.ValueKind is JsonValueKind.Object ? null : "an object",
        ("array", _) => value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) ? null : "a list of texts",
        _ => throw new InvalidOperationException($"An argument of type {type}."),
    };

    private static string? RangeFaultOf(JsonElement property, JsonElement value)
    {
        if (property.TryGetProperty("enum", out var allowed))
        {
            var names = allowed.EnumerateArray().Select(name => name.GetString()!).ToList();
            return names.Exists(value.ValueEquals) ? null : $"must be {string.Join(", ", names[..^1])} or {names[^1]}.";
        }

        return property.TryGetProperty("minimum", out var least) && property.TryGetProperty("maximum", out var most)
            && (value.GetInt32() < least.GetInt32() || value.GetInt32() > most.GetInt32())
            ? $"must be from {least.GetInt32()} to {most.GetInt32()}."
            : null;
    }

    private static string? FormatOf(JsonElement property) => property.TryGetProperty("format", out var format) ? format.GetString() : null;

    private static string Shown(JsonElement value) => Envelope.Line(value.GetRawText(), LongestShown);
}
