using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>A trace: what it says, how it fares, and its end.</summary>
internal static class TracePages
{
    public static string UrlOf(Guid id) => $"/traces/{id}";

    public static void MapTracePages(this RouteGroupBuilder readers)
    {
        var trace = readers.MapGroup("/traces/{id:guid}");
        trace.MapGet("", Show);
        trace.MapGet("/delete", AskToDelete).RequireEitherScope(Scopes.Contribute, Scopes.Moderate);
        trace.MapPost("/delete", Delete).RequireEitherScope(Scopes.Contribute, Scopes.Moderate);
        trace.MapJudgementForms();
        trace.MapTraceAmendments();
        trace.MapVersionPages();
        readers.MapAmendmentDecisions();
    }

    private static async Task<Results<RazorComponentResult<TracePage>, ProblemHttpResult>> Show(
        Guid id, string? done, CurrentCaller current, ReadTracePage read, CancellationToken cancellationToken) =>
        (await read.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var data, out var failure)
            ? PageResults.Page<TracePage>(new { Data = data, Done = DoneSentences.Of(done) })
            : failure.ToProblem();

    private static async Task<Results<RazorComponentResult<DeletePage>, RazorComponentResult<DeletedPage>, ProblemHttpResult>> AskToDelete(
        Guid id, CurrentCaller current, GetTrace get, CancellationToken cancellationToken)
    {
        if ((await get.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var trace, out var failure))
        {
            return PageResults.Page<DeletePage>(new { Trace = trace });
        }

        return failure.Code == "trace.deleted" ? PageResults.Page<DeletedPage>(new { Sentence = failure.Detail }) : failure.ToProblem();
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<DeletePage>, ProblemHttpResult>> Delete(
        Guid id, [FromForm] int version, [FromForm] string? reason,
        CurrentCaller current, GetTrace get, DeleteTrace delete, CancellationToken cancellationToken)
    {
        if (!(await get.ExecuteAsync(current.Caller, id, cancellationToken)).Succeeded(out var trace, out var failure))
        {
            return failure.ToProblem();
        }

        // Who deletes what others wrote does so as a moderator, and may say why.
        var answer = current.Caller.May(Scopes.Moderate) && !current.Caller.Wrote(trace)
            ? await delete.RemoveAsync(current.Caller, id, string.IsNullOrWhiteSpace(reason) ? null : reason, cancellationToken)
            : await delete.ExecuteAsync(current.Caller, id, [version], cancellationToken);
        return answer.Succeeded(out _, out failure)
            ? TypedResults.Redirect($"{UrlOf(id)}/delete")
            : PageResults.Page<DeletePage>(new { Trace = trace, Failure = failure, Reason = reason }, failure.ToProblem().StatusCode);
    }
}
