using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>
/// The name, attributes and status of an HTTP server span, after OpenTelemetry's semantic conventions for HTTP. The query string
/// stays out: it may hold keys.
/// </summary>
internal static class RequestSpan
{
    private static readonly HashSet<string> KnownMethods =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

    public static void Begin(Activity span, HttpRequest request)
    {
        var known = KnownMethods.Contains(request.Method);
        span.DisplayName = known ? request.Method : "HTTP";
        span.SetTag("http.request.method", known ? request.Method : "_OTHER");
        if (!known)
        {
            span.SetTag("http.request.method_original", request.Method);
        }

        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", request.PathBase.Add(request.Path).Value);
        span.SetTag("server.address", request.Host.Host);
        span.SetTag("server.port", request.Host.Port);
        span.SetTag("network.protocol.version", request.Protocol.Split('/')[^1]);
        span.SetTag("user_agent.original", request.Headers.UserAgent.FirstOrDefault());
    }

    public static void End(Activity span, HttpContext context)
    {
        if (RouteOf(context) is { Length: > 0 } route)
        {
            span.DisplayName = $"{span.DisplayName} {route}";
            span.SetTag("http.route", route);
        }

        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);

        // 4xx is the caller's error; the server did what it should.
        if (status >= 500)
        {
            span.SetStatus(ActivityStatusCode.Error);
            if (span.GetTagItem("error.type") is null)
            {
                span.SetTag("error.type", $"{status}");
            }
        }
    }

    public static void Fail(Activity span, Exception exception)
    {
        span.SetTag("error.type", exception.GetType().FullName);
        span.SetStatus(ActivityStatusCode.Error);
    }

    private static string? RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern
            ? $"/{pattern.TrimStart('/')}"
            : null;
}
