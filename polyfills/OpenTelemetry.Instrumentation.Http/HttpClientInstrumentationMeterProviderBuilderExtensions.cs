namespace OpenTelemetry.Metrics;

public static class HttpClientInstrumentationMeterProviderBuilderExtensions
{
    /// <summary>Collects the runtime's figures on outgoing requests, their connections and name look-ups.</summary>
    public static MeterProviderBuilder AddHttpClientInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter("System.Net.Http", "System.Net.NameResolution");
    }
}
