using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CommonTrace.Api.Pages.SignIn;

/// <summary>What a page answers those who may not see it: who is not signed in is asked to, who is told which scope is missing.</summary>
internal static class SignInChallenge
{
    public const string Path = "/sign-in";

    // The framework's own answer is a bare 401 where a handler may answer JSON.
    public static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var ended = context.HttpContext.Features.Get<EndedSession>() is null ? "" : "ended=true&";
        context.Response.Redirect($"{Path}?{ended}return={Uri.EscapeDataString(PageOf(context.Request))}");
        return Task.CompletedTask;
    }

    public static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!PageSession.IsSignedIn(context.HttpContext))
        {
            return AskToSignIn(context);
        }

        var scope = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>()?.Name;
        return AuthFailures.ScopeMissing(scope).ToProblem().ExecuteAsync(context.HttpContext);
    }

    // Where a form was sent to is often no page: then the one that it stood on.
    private static string PageOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString
        : request.GetTypedHeaders().Referer is { IsAbsoluteUri: true } referer && referer.Authority == request.Host.Value ? referer.PathAndQuery
        : "/";
}
