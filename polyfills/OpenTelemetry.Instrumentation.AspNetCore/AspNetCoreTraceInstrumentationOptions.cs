using Microsoft.AspNetCore.Http;

namespace OpenTelemetry.Instrumentation.AspNetCore;

public class AspNetCoreTraceInstrumentationOptions
{
    /// <summary>Says whether a request is recorded; null records all. A filter that throws drops the span, never the request.</summary>
    public Func<HttpContext, bool>? Filter { get; set; }
}
