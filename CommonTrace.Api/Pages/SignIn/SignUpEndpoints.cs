using CommonTrace.Api.Errors;
using CommonTrace.Api.Keys;
using CommonTrace.Api.RateLimits;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CommonTrace.Api.Pages.SignIn;

/// <summary>A key for whoever has none.</summary>
internal static class SignUpEndpoints
{
    public static void MapSignUp(this RouteGroupBuilder pages)
    {
        pages.MapGet("/sign-up", Show);
        pages.MapPost("/sign-up", SignUp).CountsAsRegistration();
    }

    private static Results<RazorComponentResult<SignUpPage>, ProblemHttpResult> Show(IOptions<AuthOptions> auth) =>
        auth.Value.Registration is Registration.Closed ? UserFailures.RegistrationClosed.ToProblem() : PageResults.Page<SignUpPage>();

    private static async Task<IResult> SignUp(
        [FromForm(Name = "display_name")] string? name, [FromForm] string? email, [FromForm(Name = "invitation_code")] string? code,
        IServiceScopeFactory scopes, HttpContext context, CancellationToken cancellationToken)
    {
        var request = new RegisterRequest(Given(email), Given(name), Given(code));
        var failure = RequestShape.FaultOf(request);
        // Of its own: this request may come from somebody who is signed in to another tenant.
        await using var scope = scopes.CreateAsyncScope();
        var register = scope.ServiceProvider.GetRequiredService<RegisterUser>();
        if (failure is null
            && (await register.ExecuteAsync(request.Email, request.DisplayName, request.InvitationCode, cancellationToken)).Succeeded(out var user, out failure))
        {
            var caller = new Caller(user.UserId, user.TenantId, user.Scopes, ExpiresAt: null, user.KeyId);
            await PageSession.SignInAsync(context, user.ApiKey, caller, request.DisplayName ?? "You", tenantId: null);
            // No redirect: the key is shown this once, and must not stand in an address.
            return PageResults.Page<WelcomePage>(new { user.ApiKey });
        }

        return PageResults.Page<SignUpPage>(new { Request = request, Failure = failure }, failure!.ToProblem().StatusCode);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
