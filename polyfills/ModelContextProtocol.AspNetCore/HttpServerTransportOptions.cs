namespace ModelContextProtocol.AspNetCore;

/// <summary>How MCP is spoken over HTTP.</summary>
public class HttpServerTransportOptions
{
    /// <summary>True (the default, and all that this stand-in knows): every request stands by itself.</summary>
    public bool Stateless { get; set; } = true;
}
