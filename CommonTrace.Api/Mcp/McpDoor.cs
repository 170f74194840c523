using CommonTrace.Api.Auth;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Api.Mcp;

/// <summary>The door for agents: MCP at <c>/mcp</c>, over streamable HTTP without sessions.</summary>
internal static class McpDoor
{
    public const string Path = "/mcp";

    /// <summary>The CORS policy: whoever comes as far was let in by <see cref="RebindingGuard"/>.</summary>
    public const string FromBrowsers = "mcp";

    private static string Version => typeof(McpDoor).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidated<McpOptions>(McpOptions.Section);
        builder.Services.AddSingleton<RebindingGuard>();
        builder.Services.AddCors(options => options.AddPolicy(FromBrowsers, policy => policy
            .AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "POST").WithExposedHeaders("WWW-Authenticate", "Retry-After", "X-Request-ID")));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddMcpServer(options => options.ServerInfo = new Implementation { Name = "commontrace", Title = "CommonTrace", Version = Version })
            .WithHttpTransport()
            .WithCommonTrace();
    }

    /// <summary>Checks where a call of MCP comes from, before anything else is done for it.</summary>
    public static void UseMcpGuard(this WebApplication app)
    {
        var guard = app.Services.GetRequiredService<RebindingGuard>();
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), branch => branch.Use(guard.PassAsync));
        app.UseCors();
    }

    /// <summary>Whoever has no key may look around, which counts against the address; what a key may do, and how often, the tools say.</summary>
    public static void MapMcpDoor(this WebApplication app)
    {
        app.MapMcp(Path).AllowWithoutKey().LimitRateWithoutKey().WithMetadata(new NamesItsMetadata()).RequireCors(FromBrowsers).ExcludeFromDescription();
        app.MapProtectedResource();
    }
}
