using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

public static class McpEndpointRouteBuilderExtensions
{
    /// <summary>Maps the endpoint that MCP clients POST to. Routing answers other methods with 405, and other media types with 415.</summary>
    /// <exception cref="InvalidOperationException"><c>WithHttpTransport</c> was not called, or asks for sessions.</exception>
    public static IEndpointConventionBuilder MapMcp(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "")
    {
        var endpoint = endpoints.ServiceProvider.GetService<StreamableHttpEndpoint>()
            ?? throw new InvalidOperationException("MapMcp needs the services of builder.Services.AddMcpServer().WithHttpTransport(); call that first.");
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<HttpServerTransportOptions>>().Value.Stateless)
        {
            throw new InvalidOperationException(
                "HttpServerTransportOptions.Stateless is false, and this stand-in for ModelContextProtocol.AspNetCore serves no sessions: leave it true, or use the package itself.");
        }

        var group = endpoints.MapGroup(pattern);
        group.MapPost("", endpoint.PostAsync)
            .WithMetadata(new AcceptsMetadata(["application/json"]))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, contentTypes: ["text/event-stream"]))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted));
        return group;
    }
}
