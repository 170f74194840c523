using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>Follows one request from start to end and writes on its span what the framework leaves off.</summary>
internal sealed class RequestObserver(AspNetCoreTraceInstrumentationOptions options) : IObserver<KeyValuePair<string, object?>>
{
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";
    private const string Start = Request + ".Start";
    private const string Stop = Request + ".Stop";

    // Where the server, and where the error pages, report an exception that nothing has handled.
    private const string Unhandled = "Microsoft.AspNetCore.Hosting.UnhandledException";
    private const string Diagnosed = "Microsoft.AspNetCore.Diagnostics.UnhandledException";

    public static bool Listens(string name) => name is Request or Start or Stop or Unhandled or Diagnosed;

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
        {
            return;
        }

        switch (value)
        {
            case { Key: Start, Value: HttpContext context } when !Wanted(context):
                span.IsAllDataRequested = false;
                span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
                break;
            case { Key: Start, Value: HttpContext context }:
                RequestSpan.Begin(span, context.Request);
                break;
            case { Key: Stop, Value: HttpContext context }:
                RequestSpan.End(span, context);
                break;
            case { Key: Unhandled or Diagnosed, Value: { } report } when ExceptionIn(report) is { } exception:
                RequestSpan.Fail(span, exception);
                break;
            default:
                break;
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    private bool Wanted(HttpContext context)
    {
        try
        {
            return options.Filter?.Invoke(context) ?? true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // The reports' types are the framework's own, and the two spell the property differently.
    private static Exception? ExceptionIn(object report) =>
        report.GetType()
            .GetProperty("Exception", BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)?
            .GetValue(report) as Exception;
}
