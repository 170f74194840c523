using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace ModelContextProtocol.AspNetCore;

/// <summary>The rules for 2026-07-28 and later, where each request says all there is to know about it, in the body and again in headers.</summary>
internal static class StatelessRules
{
    public static Refusal? Broken(HttpRequest request, JsonRpcMessage message, string method, JsonNode? parameters, string? declared)
    {
        var version = RequestHeaders.Version(request);
        // A notification has no reader for an error, and its headers are not defined: what it does say must agree.
        if (declared is null && message is JsonRpcRequest)
        {
            return Missing(version, MetaKeys.ProtocolVersion);
        }

        if (declared is not null && declared != version)
        {
            return RequestRules.Mismatch($"{RequestHeaders.ProtocolVersion} is '{version}', and _meta/{MetaKeys.ProtocolVersion} is '{declared}'.");
        }

        return HeaderFault(request, RequestHeaders.Method, method, isRequired: message is JsonRpcRequest)
            ?? (NameOf(method) is { } property ? HeaderFault(request, RequestHeaders.Name, RequestRules.Text(parameters, property), isRequired: true) : null)
            ?? (message is JsonRpcRequest ? MetaFault(parameters?["_meta"] as JsonObject, version) : null);
    }

    private static Refusal? HeaderFault(HttpRequest request, string header, string? body, bool isRequired)
    {
        if (!request.Headers.TryGetValue(header, out var values))
        {
            return isRequired ? RequestRules.Mismatch($"{header} is missing; the body says '{body}'.") : null;
        }

        return RequestHeaders.Decoded(values.ToString()) is { } value && value == body
            ? null
            : RequestRules.Mismatch($"{header} is '{values}', and the body says '{body}'.");
    }

    private static string? NameOf(string method) => method switch
    {
        RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
        RequestMethods.ResourcesRead => "uri",
        _ => null,
    };

    private static Refusal? MetaFault(JsonObject? meta, string version)
    {
        if (meta?[MetaKeys.ClientCapabilities] is not JsonObject)
        {
            return Missing(version, MetaKeys.ClientCapabilities);
        }

        return meta[MetaKeys.ClientInfo] is null or JsonObject
            ? null
            : new(McpErrorCode.InvalidParams, $"_meta/{MetaKeys.ClientInfo} is not an object.");
    }

    private static Refusal Missing(string version, string key) =>
        new(McpErrorCode.InvalidParams, $"A request in protocol version {version} must carry _meta/{key}.");
}
