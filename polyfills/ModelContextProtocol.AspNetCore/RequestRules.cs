using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace ModelContextProtocol.AspNetCore;

/// <summary>What HTTP asks of a message beyond the protocol itself: that headers and body agree, so that whoever routes by the first serves the second.</summary>
internal static class RequestRules
{
    /// <summary>The first rule that the message breaks; null when it keeps them all.</summary>
    public static Refusal? Broken(HttpRequest request, JsonRpcMessage message, bool inBatch)
    {
        var (method, parameters) = message switch
        {
            JsonRpcRequest posted => (posted.Method, posted.Params),
            JsonRpcNotification posted => (posted.Method, posted.Params),
            _ => ("", null),
        };
        var version = RequestHeaders.Version(request);
        var declared = Text(parameters?["_meta"], MetaKeys.ProtocolVersion);
        var refusal = version.Length > 0 && !ProtocolVersions.All.Contains(version) ? Unsupported(version)
            : ProtocolVersions.AreStateless(version) || ProtocolVersions.AreStateless(declared) ? StatelessRules.Broken(request, message, method, parameters, declared)
            : SessionRules(request, method, parameters, version, inBatch);
        return refusal is null ? null : refusal with { Id = (message as JsonRpcRequest)?.Id ?? default };
    }

    public static Refusal Mismatch(string sentence) => new(McpErrorCode.HeaderMismatch, $"Header mismatch: {sentence}");

    /// <summary>A property when the node is an object that has it as text.</summary>
    public static string? Text(JsonNode? node, string property) =>
        node is JsonObject holder && holder[property] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    // It names the versions that server/discover names: whoever reads it is a client that chooses by them.
    private static Refusal Unsupported(string version) => new(
        McpErrorCode.UnsupportedProtocolVersion, $"Protocol version '{version}' is not supported.",
        Data: new UnsupportedProtocolVersionErrorData { Requested = version, Supported = ProtocolVersions.Stateless });

    private static Refusal? SessionRules(HttpRequest request, string method, JsonNode? parameters, string version, bool inBatch)
    {
        if (request.Headers.ContainsKey(RequestHeaders.Session))
        {
            return new(McpErrorCode.InvalidRequest, $"The header {RequestHeaders.Session} is not supported: this server has no sessions, so leave it out.");
        }

        if (method != RequestMethods.Initialize)
        {
            return null;
        }

        return inBatch ? new(McpErrorCode.InvalidRequest, "initialize must not be part of a batch.")
            : version.Length > 0 && Text(parameters, "protocolVersion") is { } wanted && wanted != version
                ? Mismatch($"{RequestHeaders.ProtocolVersion} is '{version}', and params.protocolVersion is '{wanted}'.")
                : null;
    }
}
