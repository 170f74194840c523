using System.Net;
using CommonTrace.Api.Errors;
using CommonTrace.Core;
using Microsoft.Extensions.Options;

namespace CommonTrace.Api.Mcp;

/// <summary>Refuses pages that were not meant to call: a browser lets any page reach a server whose address its own name is made to point at.</summary>
internal sealed class RebindingGuard(IOptions<McpOptions> options)
{
    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var isLoopback = context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);
        var refusal = HostFault(context.Request, isLoopback) ?? OriginFault(context.Request, isLoopback);
        return refusal is null ? next(context) : refusal.ToProblem().ExecuteAsync(context);
    }

    private Failure? HostFault(HttpRequest request, bool isLoopback)
    {
        var (host, allowed) = (request.Host.Host, options.Value.AllowedHosts);
        return allowed.Contains(host, StringComparer.OrdinalIgnoreCase) || (isLoopback ? IsLoopbackName(host) : allowed.Count == 0)
            ? null
            : new(FailureKind.Forbidden, "mcp.host_refused", $"The server is not to be called '{host}'; use one of its own names, or add this one to Mcp:AllowedHosts.");
    }

    private Failure? OriginFault(HttpRequest request, bool isLoopback)
    {
        if (request.Headers.Origin.Count == 0)
        {
            return null;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (isLoopback && Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLoopbackName(page.Host))
            ? null
            : new(FailureKind.Forbidden, "mcp.origin_refused", $"Pages of '{origin}' may not call here; the operator can add it to Mcp:AllowedOrigins.");
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
