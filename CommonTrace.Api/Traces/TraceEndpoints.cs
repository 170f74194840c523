using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.RateLimits;
using CommonTrace.Api.Tenants;
using CommonTrace.Core;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Traces;

internal static class TraceEndpoints
{
    public static void MapTraces(this RouteGroupBuilder api)
    {
        var traces = api.MapGroup("/traces").WithTags("Traces");
        traces.MapPost("", Contribute).WithSummary("Contribute a trace").RequireScope(Scopes.Contribute).SpendsQuota(QuotaUse.Trace);
        traces.MapPost("/check", Check).WithSummary("See what contributing a trace would say").RequireScope(Scopes.Contribute).CountsAsRead();
        traces.MapGet("/{id:guid}", Get).WithSummary("Read a trace").RequireScope(Scopes.Read);
    }

    private static async Task<Results<Accepted<ContributeResponse>, Ok<ContributeResponse>, ProblemHttpResult>> Contribute(
        ContributeRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CurrentCaller current, ContributeTrace contribute, HttpResponse response, CancellationToken cancellationToken)
    {
        if (idempotencyKey is "" or { Length: > IdempotencyKey.MaxLength })
        {
            return Failure.Field("Idempotency-Key", $"must have 1 to {IdempotencyKey.MaxLength} characters.").ToProblem();
        }

        var answer = await contribute.ExecuteAsync(current.Caller, request.ToNewTrace(), idempotencyKey, cancellationToken);
        if (!answer.Succeeded(out var trace, out var failure))
        {
            return failure.ToProblem();
        }

        response.Headers.ETag = EntityTags.Of(trace.Version);
        var stored = ContributeResponse.Of(trace);
        return trace.IsDuplicate ? TypedResults.Ok(stored) : TypedResults.Accepted($"/api/v1/traces/{trace.Id}", stored);
    }

    private static async Task<Results<Ok<CheckResponse>, ProblemHttpResult>> Check(ContributeRequest request, CheckTrace check, CancellationToken cancellationToken)
    {
        var answer = await check.ExecuteAsync(request.ToNewTrace(), cancellationToken);
        return answer.Succeeded(out var trace, out var failure)
            ? TypedResults.Ok(new CheckResponse(trace.Tags, trace.DroppedTags, trace.Redactions, trace.Flags, trace.Similar, await check.DuplicateOfAsync(trace, cancellationToken)))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<TraceResponse>, ProblemHttpResult>> Get(
        Guid id, CurrentCaller current, GetTrace get, HttpResponse response, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(current.Caller, id, cancellationToken);
        if (!answer.Succeeded(out var trace, out var failure))
        {
            return failure.ToProblem();
        }

        response.Headers.ETag = EntityTags.Of(trace.Version);
        return TypedResults.Ok(TraceResponse.Of(trace));
    }
}
