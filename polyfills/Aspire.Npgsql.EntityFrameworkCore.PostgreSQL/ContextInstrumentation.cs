using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

internal static class ContextInstrumentation
{
    /// <summary>The name of Npgsql's activity source and of its meter.</summary>
    private const string NpgsqlTelemetry = "Npgsql";

    public static void Add<TContext>(IHostApplicationBuilder builder, NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
        where TContext : DbContext
    {
        if (!settings.DisableHealthChecks && builder.Properties.TryAdd(typeof(DbContextHealthCheck<TContext>), true))
        {
            builder.Services.AddHealthChecks().AddCheck<DbContextHealthCheck<TContext>>(typeof(TContext).Name);
        }

        if (!settings.DisableTracing)
        {
            builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(NpgsqlTelemetry));
        }

        if (!settings.DisableMetrics)
        {
            builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(NpgsqlTelemetry));
        }
    }
}
