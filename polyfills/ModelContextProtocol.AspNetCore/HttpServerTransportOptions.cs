namespace ModelContextProtocol.AspNetCore;

/// <summary>How MCP is spoken over HTTP.</summary>
public class HttpServerTransportOptions
{
    /// <summary>True, the default: every request stands by itself. False, that is with sessions, is refused when the endpoint is mapped.</summary>
    public bool Stateless { get; set; } = true;
}
