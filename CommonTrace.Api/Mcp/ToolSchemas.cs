using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Api.Mcp.Calls;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Api.Mcp;

/// <summary>Makes the schemas that come from the methods say all that holds.</summary>
internal static class ToolSchemas
{
    private static readonly JsonObject Failure = AIJsonUtilities
        .CreateJsonSchema(typeof(ToolFailure), serializerOptions: ToolJson.Options).Deserialize<JsonObject>()!;

    public static void Complete(Tool tool)
    {
        tool.InputSchema = Closed(tool.InputSchema);
        tool.OutputSchema = OrFailure(tool.OutputSchema ?? throw new InvalidOperationException($"{tool.Name} has no output schema."));
    }

    /// <summary>Takes no other arguments; null is not offered, since it means what leaving out means.</summary>
    private static JsonElement Closed(JsonElement schema)
    {
        var closed = schema.Deserialize<JsonObject>()!;
        closed["additionalProperties"] = false;
        foreach (var (_, property) in closed["properties"]!.AsObject())
        {
            var argument = property!.AsObject();
            // What is read as any JSON is an object of the caller's.
            argument["type"] = OneType(argument["type"]) ?? "object";
            if (argument["items"] is JsonObject items)
            {
                items["type"] = OneType(items["type"]);
            }


            if (argument.TryGetPropertyValue("default", out var otherwise) && otherwise is null)
            {
                argument.Remove("default");
            }
        }

        return JsonSerializer.SerializeToElement(closed);
    }

    private static JsonNode? OneType(JsonNode? type) => (type is JsonArray types ? types.First(one => (string?)one != "null") : type)?.DeepClone();

    /// <summary>A success or a failure: clients hold the structured content of failed calls against the schema too.</summary>
    private static JsonElement OrFailure(JsonElement schema)
    {
        var success = schema.Deserialize<JsonObject>()!;
        success.Remove("required", out var required);
        foreach (var (name, property) in Failure["properties"]!.AsObject())
        {
            success["properties"]!.AsObject().TryAdd(name, property!.DeepClone());
        }

        success["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = required },
            new JsonObject { ["required"] = Failure["required"]!.DeepClone() });
        return JsonSerializer.SerializeToElement(success);
    }
}
