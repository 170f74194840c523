using Microsoft.Extensions.Primitives;

namespace CommonTrace.Api.Pages;

/// <summary>
/// What a browser may do with an answer: run and show what this site serves itself, nothing written into the page, nothing from elsewhere.
/// After https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html.
/// </summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // Of this host only: what else is served under its domain is not ours to bind.
    private const string OnlyHttps = "max-age=31536000";

    public static void UsePageHeaders(this WebApplication app)
    {
        var isDevelopment = app.Environment.IsDevelopment();
        app.Use((context, next) =>
        {
            // As late as can be: the exception handler clears the headers before it answers.
            context.Response.OnStarting(() => TellAsync(context.Request.IsHttps && !isDevelopment, context.Response));
            return next(context);
        });
    }

    private static Task TellAsync(bool isHttpsForGood, HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.StrictTransportSecurity = isHttpsForGood ? OnlyHttps : StringValues.Empty;
        if (response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true)
        {
            headers.ContentSecurityPolicy = Policy;
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            // A page, and a part of one, have the same address.
            headers.CacheControl = "private, no-store";
            headers.Vary = StringValues.Concat(headers.Vary, PageEndpoint.PartHeader);
        }

        return Task.CompletedTask;
    }
}
