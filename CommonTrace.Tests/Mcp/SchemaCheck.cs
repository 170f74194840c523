using System.Text.Json;

namespace CommonTrace.Tests.Mcp;

/// <summary>Holds a value against the part of JSON Schema that the tools' schemas are made of.</summary>
internal static class SchemaCheck
{
    public static List<string> FaultsOf(JsonElement schema, JsonElement value) => [.. FaultsOf(schema, schema, value, "$")];

    private static IEnumerable<string> FaultsOf(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return FaultsOf(root, Resolve(root, reference.GetString()!), value, at);
        }

        return
        [
            .. schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(name!, value)) ? [$"{at}: {value.ValueKind} is no {type}"] : Array.Empty<string>(),
            .. schema.TryGetProperty("enum", out var names) && !names.EnumerateArray().Any(name => JsonElement.DeepEquals(name, value)) ? [$"{at}: {value} is not of {names}"] : Array.Empty<string>(),
            .. schema.TryGetProperty("anyOf", out var either) && either.EnumerateArray().All(one => FaultsOf(root, one, value, at).Any()) ? [$"{at}: none of {either}"] : Array.Empty<string>(),
            .. value.ValueKind is JsonValueKind.Object ? ObjectFaults(root, schema, value, at) : [],
            .. value.ValueKind is JsonValueKind.Array && schema.TryGetProperty("items", out var items)
                ? value.EnumerateArray().SelectMany((item, index) => FaultsOf(root, items, item, $"{at}[{index}]")) : [],
        ];
    }

    private static IEnumerable<string> ObjectFaults(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
            {
                yield return $"{at}: {name} is missing";
            }
        }

        if (!schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        foreach (var part in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(part.Name, out var property))
            {
                yield return $"{at}: {part.Name} is not described";
                continue;
            }

            foreach (var fault in FaultsOf(root, property, part.Value, $"{at}.{part.Name}"))
            {
                yield return fault;
            }
        }
    }

    private static JsonElement Resolve(JsonElement root, string path) =>
        path.Split('/').Skip(1).Aggregate(root, (at, step) => at.ValueKind is JsonValueKind.Array ? at[int.Parse(step, null)] : at.GetProperty(step));

    private static IEnumerable<string?> Types(JsonElement type) =>
        type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()) : [type.GetString()];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind is JsonValueKind.Null,
        "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind is JsonValueKind.Number,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A type that is not checked."),
    };
}
