using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Microsoft.AspNetCore.Builder;

public static class McpEndpointRouteBuilderExtensions
{
    /// <summary>Maps the endpoint that MCP clients POST to.</summary>
    public static IEndpointConventionBuilder MapMcp(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "")
    {
        var group = endpoints.MapGroup(pattern);
        group.MapPost("", PostAsync);
        return group;
    }

    private static async Task PostAsync(HttpContext context, IOptionsFactory<McpServerOptions> options, ILoggerFactory loggers)
    {
        var message = await context.Request.ReadFromJsonAsync<JsonRpcMessage>(McpJsonUtilities.DefaultOptions, context.RequestAborted)
            ?? throw new BadHttpRequestException("The body is null.");
        message.Context = new JsonRpcMessageContext { User = context.User };
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, options.Create(Options.DefaultName), loggers, context.RequestServices);
        var running = server.RunAsync(context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        if (!await transport.HandlePostRequestAsync(message, context.Response.Body, context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        await transport.DisposeAsync();
        await running;
    }
}
