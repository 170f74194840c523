using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.RateLimits;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Keys;

internal static class KeyEndpoints
{
    /// <summary>Where a new key can be tried.</summary>
    public const string VerifyPath = "/api/v1/keys/verify";

    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapPost("", Register).WithSummary("Register and get a key").AllowAnonymous().CountsAsRegistration();
        keys.MapGet("/verify", Verify).WithSummary("Say what the sent key is good for").RequireAuthorization();

        var admin = api.MapGroup("/admin").WithTags("Administration").RequireScope(Scopes.Operate);
        admin.MapPost("/users/{id:guid}/keys", MintFor).WithSummary("Make a key for any user, with any scope");
        admin.MapPost("/keys/revoke", Revoke).WithSummary("End the keys that begin with a prefix, whoever's they are");
    }

    private static async Task<Results<Created<RegisterResponse>, ProblemHttpResult>> Register(
        RegisterRequest request, RegisterUser register, CancellationToken cancellationToken)
    {
        var answer = await register.ExecuteAsync(request.Email, request.DisplayName, request.InvitationCode, cancellationToken);
        return answer.Succeeded(out var user, out var failure) ? TypedResults.Created(VerifyPath, RegisterResponse.Of(user)) : failure.ToProblem();
    }

    private static Ok<VerifyResponse> Verify(CurrentCaller current) => TypedResults.Ok(
        new VerifyResponse(true, current.Caller.UserId, current.Caller.TenantId, current.Caller.Scopes, current.Caller.ExpiresAt));

    private static async Task<Results<Created<MintResponse>, ProblemHttpResult>> MintFor(
        Guid id, MintRequest request, CurrentCaller current, MintKeyFor mint, CancellationToken cancellationToken)
    {
        var answer = await mint.ExecuteAsync(current.Caller, id, request.Name!, request.Scopes, request.ExpiresInDays, cancellationToken);
        return answer.Succeeded(out var key, out var failure) ? TypedResults.Created(VerifyPath, MintResponse.Of(key)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<RevokeResponse>, ProblemHttpResult>> Revoke(
        RevokeRequest request, CurrentCaller current, RevokeLeakedKeys revoke, CancellationToken cancellationToken)
    {
        var answer = await revoke.ExecuteAsync(current.Caller, request.Prefix!, request.Reason, cancellationToken);
        return answer.Succeeded(out var revoked, out var failure) ? TypedResults.Ok(new RevokeResponse(revoked.Keys)) : failure.ToProblem();
    }
}
