using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace OpenTelemetry.Trace;

public static class AspNetCoreInstrumentationTracerProviderBuilderExtensions
{
    /// <summary>Records a span for every incoming request.</summary>
    public static TracerProviderBuilder AddAspNetCoreInstrumentation(this TracerProviderBuilder builder) =>
        builder.AddAspNetCoreInstrumentation(configureAspNetCoreTraceInstrumentationOptions: null);

    /// <summary>Records a span for every incoming request that the filter in the options lets through.</summary>
    public static TracerProviderBuilder AddAspNetCoreInstrumentation(
        this TracerProviderBuilder builder,
        Action<AspNetCoreTraceInstrumentationOptions>? configureAspNetCoreTraceInstrumentationOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configureAspNetCoreTraceInstrumentationOptions is not null)
        {
            builder.ConfigureServices(services => services.Configure(configureAspNetCoreTraceInstrumentationOptions));
        }

        // The framework starts the spans; the host's own diagnostics say which request each belongs to. A console has none.
        if (builder is IDeferredTracerProviderBuilder deferred)
        {
            deferred.Configure((services, provider) =>
            {
                if (services.GetService<DiagnosticListener>() is { } diagnostics)
                {
                    var options = services.GetRequiredService<IOptions<AspNetCoreTraceInstrumentationOptions>>().Value;
                    provider.AddInstrumentation(() => diagnostics.Subscribe(new RequestObserver(options), RequestObserver.Listens));
                }
            });
        }

        return builder.AddSource("Microsoft.AspNetCore");
    }
}
