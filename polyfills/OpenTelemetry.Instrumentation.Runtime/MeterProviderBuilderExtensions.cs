namespace OpenTelemetry.Metrics;

public static class MeterProviderBuilderExtensions
{
    /// <summary>Collects the runtime's own figures: garbage collection, thread pool, exceptions, processor time.</summary>
    public static MeterProviderBuilder AddRuntimeInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter("System.Runtime");
    }
}
