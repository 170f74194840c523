using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Traces;

internal static class VersionEndpoints
{
    public static void MapVersions(this RouteGroupBuilder api)
    {
        var trace = api.MapGroup("/traces/{id:guid}").WithTags("Traces");
        trace.MapGet("/versions", List).WithSummary("List the versions of a trace, the newest first").RequireScope(Scopes.Read);
        trace.MapGet("/versions/{version:int}", Get).WithSummary("Read a version of a trace").RequireScope(Scopes.Read);
        trace.MapPost("/revert", Revert).WithSummary("Go back to an earlier version of a trace").RequireEitherScope(Scopes.Contribute, Scopes.Moderate).SpendsQuota(QuotaUse.Embedding);
    }

    private static async Task<Results<Ok<VersionsResponse>, ProblemHttpResult>> List(
        Guid id, CurrentCaller current, ListVersions list,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(current.Caller, id, limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? TypedResults.Ok(new VersionsResponse(page.Items, page.NextCursor)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<VersionResponse>, ProblemHttpResult>> Get(
        Guid id, int version, CurrentCaller current, GetVersion get, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(current.Caller, id, version, cancellationToken);
        return answer.Succeeded(out var found, out var failure) ? TypedResults.Ok(VersionResponse.Of(id, found)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<TraceResponse>, ProblemHttpResult>> Revert(
        Guid id, RevertRequest request, [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentCaller current, RevertTrace revert, HttpResponse response, CancellationToken cancellationToken)
    {
        if (EntityTags.Read(ifMatch, out var versions) is { } fault)
        {
            return fault.ToProblem();
        }

        var answer = await revert.ExecuteAsync(current.Caller, id, request.Version!.Value, versions, cancellationToken);
        if (!answer.Succeeded(out var trace, out var failure))
        {
            return failure.ToProblem();
        }

        response.Headers.ETag = EntityTags.Of(trace.Version);
        return TypedResults.Ok(TraceResponse.Of(trace));
    }
}
