namespace OpenTelemetry.Trace;

public static class HttpClientInstrumentationTracerProviderBuilderExtensions
{
    /// <summary>Records a span for every outgoing request. Since .NET 9 the runtime writes names, attributes and errors itself.</summary>
    public static TracerProviderBuilder AddHttpClientInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource("System.Net.Http");
    }
}
