using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;

namespace CommonTrace.Api.Mcp;

/// <summary>JSON as the rest of the API spells it: snake_case, strict numbers, nulls written.</summary>
internal static class ToolJson
{
    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions)
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        };
        options.MakeReadOnly();
        return options;
    }
}
