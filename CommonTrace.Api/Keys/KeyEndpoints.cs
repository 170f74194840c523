using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Keys;

internal static class KeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapPost("", Register).WithSummary("Register and get a key").AllowAnonymous().CountsAsRegistration();
        keys.MapGet("/verify", Verify).WithSummary("Say what the sent key is good for").RequireAuthorization();
    }

    private static async Task<Results<Created<RegisterResponse>, ProblemHttpResult>> Register(
        RegisterRequest request, RegisterUser register, CancellationToken cancellationToken)
    {
        var answer = await register.ExecuteAsync(request.Email, request.DisplayName, cancellationToken);
        return answer.Succeeded(out var user, out var failure)
            ? TypedResults.Created("/api/v1/keys/verify", new RegisterResponse(
                user.ApiKey, user.KeyId, user.UserId, user.TenantId, user.Scopes, user.Scopes.Contains(Scopes.Contribute),
                "Keep this key: it is shown only now. Send it as X-API-Key."))
            : failure.ToProblem();
    }

    private static Ok<VerifyResponse> Verify(CurrentCaller current) => TypedResults.Ok(
        new VerifyResponse(true, current.Caller.UserId, current.Caller.TenantId, current.Caller.Scopes, current.Caller.ExpiresAt));
}
