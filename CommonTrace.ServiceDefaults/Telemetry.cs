using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CommonTrace.ServiceDefaults;

internal static class Telemetry
{
    private static readonly string[] Names = ["CommonTrace", "Npgsql"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.Services.AddSingleton<PrometheusExporter>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Names)
                .AddReader(services => new BaseExportingMetricReader(services.GetRequiredService<PrometheusExporter>())));

        // Without a receiver nothing is sent, and no span is made; protocol, headers and service name come from the other OTEL_* variables.
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddSource(Names));
            telemetry.UseOtlpExporter();
        }
    }

    // Probes come every few seconds, and would bury the requests that people make.
    private static bool IsProbe(PathString path) =>
        path.StartsWithSegments(HealthEndpoints.Health)
        || path.StartsWithSegments(HealthEndpoints.Alive)
        || path.StartsWithSegments(MetricsEndpoint.Metrics);
}
