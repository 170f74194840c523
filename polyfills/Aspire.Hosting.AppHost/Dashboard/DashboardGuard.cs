using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// Keeps other web pages out. Any page in the browser can reach a loopback port; none may read from it, act on it or frame it.
/// </summary>
internal sealed class DashboardGuard
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static readonly string[] HostNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>New in each run and written into the page, which only its own origin can read.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        if (Refusal(context.Request) is { } refusal)
        {
            await TypedResults.Text(refusal, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private string? Refusal(HttpRequest request)
    {
        var port = request.HttpContext.Connection.LocalPort;

        // A foreign name that resolves to loopback (DNS rebinding) would make a foreign page same-origin.
        if (!HostNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || (request.Host.Port ?? 80) != port)
        {
            return $"The dashboard answers to localhost, 127.0.0.1 and [::1] on port {port}, not to '{request.Host}'.";
        }

        if (!request.Path.StartsWithSegments("/api"))
        {
            return null;
        }

        if (!IsSameOrigin(request))
        {
            return "The dashboard takes requests from its own page only, and this one came from another.";
        }

        return HttpMethods.IsGet(request.Method) || HasToken(request.Headers["X-Dashboard-Token"])
            ? null
            : "The dashboard's token is missing or from an earlier run: reload the page.";
    }

    // Browsers send at least one of the two with whatever a page can make them send, and no page can forge either.
    private static bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        var site = request.Headers["Sec-Fetch-Site"];
        var sent = origin.Count + site.Count > 0 || HttpMethods.IsGet(request.Method);

        return sent
            && (origin.Count == 0 || string.Equals(origin, $"http://{request.Host}", StringComparison.OrdinalIgnoreCase))
            && (site.Count == 0 || site == "same-origin" || (site == "none" && HttpMethods.IsGet(request.Method)));
    }

    private bool HasToken(StringValues sent) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent.ToString()), Encoding.UTF8.GetBytes(Token));
}
