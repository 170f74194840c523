using ModelContextProtocol.Protocol;

namespace CommonTrace.Api.Mcp;

/// <summary>The door for agents: MCP at <c>/mcp</c>, over streamable HTTP without sessions.</summary>
internal static class McpDoor
{
    public const string Path = "/mcp";

    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddMcpServer(options => options.ServerInfo = new Implementation { Name = "commontrace", Title = "CommonTrace", Version = Version })
            .WithHttpTransport();
    }

    public static void MapMcpDoor(this WebApplication app) => app.MapMcp(Path);

    private static string Version => typeof(McpDoor).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
