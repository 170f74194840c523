using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CommonTrace.ServiceDefaults;

public static class MetricsEndpoint
{
    internal const string Metrics = "/metrics";

    /// <summary>Maps <c>/metrics</c> in Prometheus' text format 0.0.4. Who may read it is the caller's to say.</summary>
    public static RouteHandlerBuilder MapPrometheusMetrics(this IEndpointRouteBuilder endpoints)
    {
        var metrics = endpoints.MapGet(Metrics, (PrometheusExporter exporter) =>
            TypedResults.Text(exporter.Scrape(), "text/plain; version=0.0.4; charset=utf-8"));
        metrics.ExcludeFromDescription().DisableHttpMetrics();
        return metrics;
    }

    /// <summary>Answers callers on the same machine, and 403 to all others.</summary>
    public static RouteHandlerBuilder AllowLoopbackOnly(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (invocation, next) => IsLoopback(invocation.HttpContext)
            ? await next(invocation)
            : TypedResults.Text($"{Metrics} answers callers on this machine only.", statusCode: StatusCodes.Status403Forbidden));

    /// <summary>True for a caller on the same machine; what a proxy there passes on counts as its far end's.</summary>
    public static bool IsLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("X-Original-For")
        && !context.Request.Headers.ContainsKey("Forwarded");
}
