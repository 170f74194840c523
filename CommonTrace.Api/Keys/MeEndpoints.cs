using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Keys;

/// <summary>What people do with their own keys: any key may, whatever its scopes.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Keys").RequireAuthorization();
        me.MapGet("", Get).WithSummary("Say who calls, and with which key");
        me.MapGet("/keys", List).WithSummary("List your keys, the newest first");
        me.MapPost("/keys", Mint).WithSummary("Make another key, which may do no more than this one");
        me.MapDelete("/keys/{id:guid}", Revoke).WithSummary("End a key");
    }

    private static async Task<Ok<MeResponse>> Get(CurrentCaller current, GetProfile get, CancellationToken cancellationToken) =>
        TypedResults.Ok(MeResponse.Of(await get.ExecuteAsync(current.Caller, cancellationToken)));

    private static async Task<Results<Ok<KeysResponse>, ProblemHttpResult>> List(
        CurrentCaller current, ListKeys list,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(current.Caller, limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? TypedResults.Ok(new KeysResponse(page.Items, page.NextCursor)) : failure.ToProblem();
    }

    private static async Task<Results<Created<MintResponse>, ProblemHttpResult>> Mint(
        MintRequest request, CurrentCaller current, MintKey mint, CancellationToken cancellationToken)
    {
        var answer = await mint.ExecuteAsync(current.Caller, request.Name!, request.Scopes, request.ExpiresInDays, cancellationToken);
        return answer.Succeeded(out var key, out var failure) ? TypedResults.Created(KeyEndpoints.VerifyPath, MintResponse.Of(key)) : failure.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        Guid id, CurrentCaller current, RevokeKey revoke, CancellationToken cancellationToken) =>
        await revoke.ExecuteAsync(current.Caller, id, cancellationToken) is { } failure ? failure.ToProblem() : TypedResults.NoContent();
}
