using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Core.Redis;

/// <summary>Registers Redis under its connection name <c>redis</c>. Without Redis everything goes on, slower.</summary>
public static class RedisServices
{
    /// <summary>The connection's name in configuration: <c>ConnectionStrings:redis</c>.</summary>
    public const string ConnectionName = "redis";

    public static void AddRedis(this IHostApplicationBuilder builder)
    {
        builder.AddRedisClient(ConnectionName, settings =>
        {
            settings.DisableHealthChecks = true;
            // Connect when the host starts, not in the first request that needs it.
            settings.DisableAutoActivation = false;
        });
        builder.Services.AddHealthChecks()
            .AddCheck<RedisHealthCheck>("redis", failureStatus: HealthStatus.Degraded, timeout: TimeSpan.FromSeconds(2));
    }
}
