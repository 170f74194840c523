using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Api.Traces;
using CommonTrace.Core.Amendments;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Amendments;

internal static class AmendmentEndpoints
{
    public static void MapAmendments(this RouteGroupBuilder api)
    {
        var ofTrace = api.MapGroup("/traces/{id:guid}/amendments").WithTags("Amendments");
        ofTrace.MapPost("", Propose).WithSummary("Propose a better solution").RequireScope(Scopes.Contribute).SpendsQuota();
        ofTrace.MapGet("", List).WithSummary("List the amendments of a trace, the newest first").RequireScope(Scopes.Read);

        var amendment = api.MapGroup("/amendments/{id:guid}").WithTags("Amendments");
        amendment.MapPost("/accept", Accept).WithSummary("Put the better solution into the trace").RequireEitherScope(Scopes.Contribute, Scopes.Moderate)
            .SpendsQuota(QuotaUse.Embedding);
        amendment.MapPost("/reject", Reject).WithSummary("Turn an amendment down").RequireEitherScope(Scopes.Contribute, Scopes.Moderate);
    }

    private static async Task<Results<Created<AmendmentResponse>, ProblemHttpResult>> Propose(
        Guid id, AmendmentRequest request, CurrentCaller current, ProposeAmendment propose, CancellationToken cancellationToken)
    {
        var answer = await propose.ExecuteAsync(current.Caller, id, request.ImprovedSolution!, request.Explanation!, cancellationToken);
        return answer.Succeeded(out var amendment, out var failure)
            ? TypedResults.Created($"/api/v1/traces/{id}/amendments", AmendmentResponse.Of(amendment))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<AmendmentsResponse>, ProblemHttpResult>> List(
        Guid id, CurrentCaller current, ListAmendments list,
        [Range(1, PageLimit.Largest, ErrorMessage = "must be from {1} to {2}.")] int? limit,
        string? cursor,
        CancellationToken cancellationToken)
    {
        var answer = await list.ExecuteAsync(current.Caller, id, limit ?? PageLimit.Default, cursor, cancellationToken);
        return answer.Succeeded(out var page, out var failure) ? TypedResults.Ok(new AmendmentsResponse([.. page.Items.Select(AmendmentResponse.Of)], page.NextCursor)) : failure.ToProblem();
    }

    private static async Task<Results<Ok<AmendmentResponse>, ProblemHttpResult>> Accept(
        Guid id, CurrentCaller current, AcceptAmendment accept, HttpResponse response, CancellationToken cancellationToken)
    {
        var answer = await accept.ExecuteAsync(current.Caller, id, cancellationToken);
        if (!answer.Succeeded(out var accepted, out var failure))
        {
            return failure.ToProblem();
        }

        response.Headers.ETag = EntityTags.Of(accepted.Trace.Version);
        return TypedResults.Ok(AmendmentResponse.Of(accepted.Amendment));
    }

    private static async Task<Results<Ok<AmendmentResponse>, ProblemHttpResult>> Reject(
        Guid id, CurrentCaller current, RejectAmendment reject, CancellationToken cancellationToken)
    {
        var answer = await reject.ExecuteAsync(current.Caller, id, cancellationToken);
        return answer.Succeeded(out var amendment, out var failure) ? TypedResults.Ok(AmendmentResponse.Of(amendment)) : failure.ToProblem();
    }
}
