using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CommonTrace.Api.Moderation;

internal static class ModerationEndpoints
{
    public static void MapModeration(this RouteGroupBuilder api)
    {
        api.MapPost("/traces/{id:guid}/flag", Flag).WithTags("Moderation").WithSummary("Say that a trace should not be shown").RequireScope(Scopes.Read).SpendsQuota();

        var moderation = api.MapGroup("/moderation").WithTags("Moderation").RequireScope(Scopes.Moderate);
        moderation.MapGet("/flagged", List).WithSummary("List flagged traces, the longest waiting first");
        moderation.MapPost("/traces/{id:guid}/restore", Restore).WithSummary("Clear the flags of a trace and show it again");
        moderation.MapDelete("/traces/{id:guid}", Remove).WithSummary("Delete a trace that should not be shown");
    }

    private static async Task<Results<Ok<FlagResponse>, ProblemHttpResult>> Flag(
        Guid id, FlagRequest request, CurrentCaller current, FlagTrace flag, CancellationToken cancellationToken)
    {
        var answer = await flag.ExecuteAsync(current.Caller, id, request.Category!, request.Reason!, cancellationToken);
        return answer.Succeeded(out var category, out var failure) ? TypedResults.Ok(new FlagResponse(id, true, category)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<FlaggedResponse>, ProblemHttpResult>> List(
        CurrentCaller current, ListFlagged list,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(current.Caller, limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? TypedResults.Ok(new FlaggedResponse(page.Items, page.NextCursor)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<RestoreResponse>, ProblemHttpResult>> Restore(
        Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ModerationRequest? request,
        CurrentCaller current, RestoreTrace restore, CancellationToken cancellationToken)
    {
        var answer = await restore.ExecuteAsync(current.Caller, id, request?.Reason, cancellationToken);
        return answer.Succeeded(out var cleared, out var failure) ? TypedResults.Ok(new RestoreResponse(id, false, cleared)) : failure.ToProblem();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ModerationRequest? request,
        CurrentCaller current, DeleteTrace delete, CancellationToken cancellationToken)
    {
        var answer = await delete.RemoveAsync(current.Caller, id, request?.Reason, cancellationToken);
        return answer.Succeeded(out _, out var failure) ? TypedResults.NoContent() : failure.ToProblem();
    }
}
