using CommonTrace.Api.Amendments;
using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Tenants;
using CommonTrace.Api.Validation;
using CommonTrace.Core;
using CommonTrace.Core.Amendments;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>Better solutions for a trace: proposed, compared with what stands, accepted or rejected.</summary>
internal static class AmendmentPages
{
    // With their differences they are long.
    private const int OnePage = 10;

    public static void MapTraceAmendments(this RouteGroupBuilder trace)
    {
        trace.MapGet("/amendments", List);
        trace.MapGet("/amend", Write).RequireScope(Scopes.Contribute);
        trace.MapPost("/amendments", Propose).RequireScope(Scopes.Contribute).SpendsQuota();
    }

    public static void MapAmendmentDecisions(this RouteGroupBuilder readers)
    {
        var amendment = readers.MapGroup("/amendments/{amendment:guid}");
        amendment.MapPost("/accept", Accept).RequireEitherScope(Scopes.Contribute, Scopes.Moderate).SpendsQuota(QuotaUse.Embedding);
        amendment.MapPost("/reject", Reject).RequireEitherScope(Scopes.Contribute, Scopes.Moderate);
    }

    private static async Task<Results<RazorComponentResult<AmendmentsPage>, ProblemHttpResult>> List(
        Guid id, string? cursor, CurrentCaller current, GetTrace get, ListAmendments list, CancellationToken cancellationToken)
    {
        if (!(await get.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var trace, out var failure)
            || !(await list.ExecuteAsync(current.Caller, id, OnePage, cursor, cancellationToken)).Succeeded(out var page, out failure))
        {
            return failure.ToProblem();
        }

        return PageResults.Page<AmendmentsPage>(new { Trace = trace, Amendments = page });
    }

    private static async Task<Results<RazorComponentResult<AmendPage>, ProblemHttpResult>> Write(
        Guid id, CurrentCaller current, GetTrace get, CancellationToken cancellationToken) =>
        (await get.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var trace, out var failure)
            ? PageResults.Page<AmendPage>(new { Trace = trace, Solution = trace.SolutionText })
            : failure.ToProblem();

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<AmendPage>, ProblemHttpResult>> Propose(
        Guid id, [FromForm(Name = "improved_solution")] string? solution, [FromForm] string? explanation,
        CurrentCaller current, GetTrace get, ProposeAmendment propose, CancellationToken cancellationToken)
    {
        // Browsers send line ends as CR LF, whatever the text had.
        var request = new AmendmentRequest(solution?.ReplaceLineEndings("\n"), explanation?.ReplaceLineEndings("\n"));
        var fault = RequestShape.FaultOf(request)
            ?? (await propose.ExecuteAsync(current.Caller, id, request.ImprovedSolution!, request.Explanation!, cancellationToken)).Failure;
        if (fault is null)
        {
            return TypedResults.Redirect($"{TracePages.UrlOf(id)}?done=proposed");
        }

        return (await get.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var trace, out var failure)
            ? PageResults.Page<AmendPage>(
                new { Trace = trace, Solution = request.ImprovedSolution, request.Explanation, Failure = fault }, fault.ToProblem().StatusCode)
            : failure.ToProblem();
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> Accept(
        Guid amendment, [FromForm] Guid trace, CurrentCaller current, AcceptAmendment accept, ReadTracePage read, CancellationToken cancellationToken) =>
        await AnswerAsync(trace, "accepted", (await accept.ExecuteAsync(current.Caller, amendment, cancellationToken)).Failure, current, read, cancellationToken);

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> Reject(
        Guid amendment, [FromForm] Guid trace, CurrentCaller current, RejectAmendment reject, ReadTracePage read, CancellationToken cancellationToken) =>
        await AnswerAsync(trace, "rejected", (await reject.ExecuteAsync(current.Caller, amendment, cancellationToken)).Failure, current, read, cancellationToken);

    private static Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> AnswerAsync(
        Guid trace, string done, Failure? failure, CurrentCaller current, ReadTracePage read, CancellationToken cancellationToken) =>
        JudgementForms.AnswerAsync(trace, done, failure is null ? null : new FailedForm("amendment", failure), current.Caller, read, cancellationToken);
}
