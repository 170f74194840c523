using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.ServiceDefaults;

public static class ServiceDefaultsExtensions
{
    /// <summary>Gives a host its logs, metrics, traces and the health check that says the process lives.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [HealthEndpoints.LiveTag]);
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c>, <c>/alive</c> and <c>/metrics</c>. Metrics answer callers on the same machine only, unless
    /// <paramref name="protectMetrics"/> puts another rule in place of that one.
    /// </summary>
    public static IEndpointRouteBuilder MapDefaultEndpoints(
        this IEndpointRouteBuilder endpoints, Action<IEndpointConventionBuilder>? protectMetrics = null)
    {
        endpoints.MapHealth();
        var metrics = endpoints.MapPrometheusMetrics();
        if (protectMetrics is null)
        {
            metrics.AllowLoopbackOnly();
        }
        else
        {
            protectMetrics(metrics);
        }

        return endpoints;
    }
}
