using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Core;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Traces;

internal static class TraceLifeEndpoints
{
    public static void MapTraceLife(this RouteGroupBuilder api)
    {
        var traces = api.MapGroup("/traces").WithTags("Traces");
        traces.MapGet("", List).WithSummary("List traces, the newest first").RequireScope(Scopes.Read);
        traces.MapPatch("/{id:guid}", Edit).WithSummary("Change a trace, as its author or a moderator").RequireEitherScope(Scopes.Contribute, Scopes.Moderate)
            .SpendsQuota(QuotaUse.Embedding);
        traces.MapDelete("/{id:guid}", Delete).WithSummary("Delete a trace, as its author or a moderator").RequireEitherScope(Scopes.Contribute, Scopes.Moderate);
    }

    private static async Task<Results<Ok<TracesResponse>, ProblemHttpResult>> List(
        CurrentCaller current, ListTraces list,
        [AllowedValues(null, TraceStatus.Pending, TraceStatus.Validated, ErrorMessage = "must be pending or validated.")] string? status,
        [MaxLength(TraceLimits.Tags, ErrorMessage = "has more than {1} entries.")] string[]? tag,
        string? contributor,
        bool? flagged,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        if (!TryReadContributor(contributor, current.Caller, out var contributorId))
        {
            return Failure.Field("contributor", "must be me or the id of a user.").ToProblem();
        }

        var query = new TraceListQuery(status, tag ?? [], contributorId, flagged, limit ?? PageLimit.Default, cursor);
        var answer = await list.ExecuteAsync(current.Caller, query, cancellationToken);
        return answer.Succeeded(out var page, out var failure)
            ? TypedResults.Ok(new TracesResponse([.. page.Items.Select(TraceResponse.Of)], page.NextCursor))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<EditResponse>, ProblemHttpResult>> Edit(
        Guid id, EditRequest request, [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentCaller current, EditTrace edit, HttpResponse response, CancellationToken cancellationToken)
    {
        if (EntityTags.Read(ifMatch, out var versions) is { } fault)
        {
            return fault.ToProblem();
        }

        var answer = await edit.ExecuteAsync(current.Caller, id, request.ToEdit(), versions, cancellationToken);
        if (!answer.Succeeded(out var edited, out var failure))
        {
            return failure.ToProblem();
        }

        response.Headers.ETag = EntityTags.Of(edited.Trace.Version);
        return TypedResults.Ok(EditResponse.Of(edited));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentCaller current, DeleteTrace delete, CancellationToken cancellationToken)
    {
        if (EntityTags.Read(ifMatch, out var versions) is { } fault)
        {
            return fault.ToProblem();
        }

        var answer = await delete.ExecuteAsync(current.Caller, id, versions, cancellationToken);
        return answer.Succeeded(out _, out var failure) ? TypedResults.NoContent() : failure.ToProblem();
    }

    private static bool TryReadContributor(string? text, Caller caller, out Guid? contributorId)
    {
        contributorId = text == "me" ? caller.UserId : Guid.TryParse(text, out var id) ? id : null;
        return text is null || contributorId is not null;
    }
}
