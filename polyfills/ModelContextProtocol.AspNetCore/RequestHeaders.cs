using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace ModelContextProtocol.AspNetCore;

/// <summary>The headers of MCP. A header that was sent twice reads as both values with a comma, and so agrees with nothing.</summary>
internal static class RequestHeaders
{
    public const string ProtocolVersion = "MCP-Protocol-Version";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";
    public const string Session = "Mcp-Session-Id";

    /// <summary>The version that the header names; empty without one.</summary>
    public static string Version(HttpRequest request) => request.Headers[ProtocolVersion].ToString();

    /// <summary>A value that clients wrap in base64 when plain ASCII cannot carry it; null when it is broken.</summary>
    public static string? Decoded(string value) =>
        value.All(letter => letter is '\t' or (>= ' ' and <= '~')) ? McpHeaderEncoder.DecodeValue(value.Trim()) : null;
}
