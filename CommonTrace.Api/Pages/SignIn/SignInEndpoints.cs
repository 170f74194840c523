using CommonTrace.Core;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.SignIn;

internal static class SignInEndpoints
{
    public static void MapSignIn(this RouteGroupBuilder pages)
    {
        pages.MapGet(SignInChallenge.Path, Show);
        pages.MapPost(SignInChallenge.Path, SignIn);
        pages.MapPost("/sign-in/home", GoHome);
        pages.MapPost("/sign-out", (Delegate)SignOut);
        pages.MapSignUp();
    }

    private static RazorComponentResult<SignInPage> Show(string? @return, bool? ended) =>
        PageResults.Page<SignInPage>(new { Return = @return, HasEnded = ended is true });

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInPage>>> SignIn(
        [FromForm] string? key, [FromForm] string? tenant, [FromForm] string? @return, IServiceScopeFactory scopes, HttpContext context,
        CancellationToken cancellationToken) =>
        await EnterAsync(key?.Trim() ?? "", tenant?.Trim() ?? "", scopes, context, cancellationToken) is { } failure
            ? PageResults.Page<SignInPage>(new { Return = @return, TenantId = tenant, Failure = failure }, StatusCodes.Status422UnprocessableEntity)
            : TypedResults.Redirect(@return is not null && RedirectHttpResult.IsLocalUrl(@return) ? @return : "/");

    /// <summary>Back from another tenant to one's own.</summary>
    private static async Task<RedirectHttpResult> GoHome(IServiceScopeFactory scopes, HttpContext context, CancellationToken cancellationToken)
    {
        var failure = await EnterAsync(await PageSession.KeyOfAsync(context) ?? "", "", scopes, context, cancellationToken);
        return TypedResults.Redirect(failure is null ? "/" : $"{SignInChallenge.Path}?ended=true");
    }

    private static async Task<RedirectHttpResult> SignOut(HttpContext context)
    {
        await context.SignOutAsync(PageSession.SchemeName);
        return TypedResults.Redirect("/");
    }

    /// <summary>Signs in with a key. Answers why that cannot be; null when it is done.</summary>
    private static async Task<Failure?> EnterAsync(
        string key, string tenant, IServiceScopeFactory scopes, HttpContext context, CancellationToken cancellationToken)
    {
        Guid? tenantId = Guid.TryParse(tenant, out var id) ? id : null;
        if (tenant.Length > 0 && tenantId is null)
        {
            return Failure.Field("tenant", "is not the id of a tenant, which is a UUID.");
        }

        // Of its own: this request may come from somebody who is signed in to another tenant.
        await using var scope = scopes.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<AuthenticateKey>().ExecuteAsync(key, tenantId, cancellationToken);
        if (answer.Succeeded(out var caller, out var failure))
        {
            var profile = await scope.ServiceProvider.GetRequiredService<GetProfile>().ExecuteAsync(caller, cancellationToken);
            await PageSession.SignInAsync(context, key, caller, profile.DisplayName ?? "You", tenantId);
        }

        return failure;
    }
}
