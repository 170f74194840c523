using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this RouteGroupBuilder pages)
    {
        pages.MapGet(PageSession.SignInPath, Show);
        pages.MapPost(PageSession.SignInPath, SignIn);
        pages.MapPost("/sign-out", (Delegate)SignOut);
    }

    private static RazorComponentResult<SignInPage> Show(string? @return) => PageResults.Page<SignInPage>(new { Return = @return });

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInPage>>> SignIn(
        [FromForm] string? key, [FromForm] string? @return, IServiceScopeFactory scopes, HttpContext context, CancellationToken cancellationToken)
    {
        // Of its own: this request may come from somebody who is signed in to another tenant.
        await using var scope = scopes.CreateAsyncScope();
        var given = key?.Trim() ?? "";
        var answer = await scope.ServiceProvider.GetRequiredService<AuthenticateKey>().ExecuteAsync(given, tenantId: null, cancellationToken);
        if (!answer.Succeeded(out var caller, out var failure))
        {
            return PageResults.Page<SignInPage>(new { Return = @return, Failure = failure }, StatusCodes.Status422UnprocessableEntity);
        }

        var name = (await scope.ServiceProvider.GetRequiredService<GetProfile>().ExecuteAsync(caller, cancellationToken)).DisplayName;
        await PageSession.SignInAsync(context, given, name ?? "You");
        return TypedResults.Redirect(@return is not null && RedirectHttpResult.IsLocalUrl(@return) ? @return : "/");
    }

    private static async Task<RedirectHttpResult> SignOut(HttpContext context)
    {
        await context.SignOutAsync(PageSession.SchemeName);
        return TypedResults.Redirect("/");
    }
}
