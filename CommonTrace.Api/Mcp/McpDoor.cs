namespace CommonTrace.Api.Mcp;

/// <summary>The door for agents: MCP at <c>/mcp</c>, over streamable HTTP without sessions.</summary>
internal static class McpDoor
{
    public static void AddMcp(this WebApplicationBuilder builder) => builder.Services.AddMcpServer()
        .WithHttpTransport();

    public static void MapMcpDoor(this WebApplication app) => app.MapMcp("/mcp");
}
