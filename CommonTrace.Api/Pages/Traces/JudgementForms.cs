using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Moderation;
using CommonTrace.Api.Pages.SignIn;
using CommonTrace.Api.Tenants;
using CommonTrace.Api.Trust;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Moderation;
using CommonTrace.Core.Trust;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>The forms of a trace's page: vote, outcome and flag. What is wrong with a form is said by the page itself.</summary>
internal static class JudgementForms
{
    public static void MapJudgementForms(this RouteGroupBuilder trace)
    {
        trace.MapPost("/vote", Vote).RequireScope(Scopes.Contribute).SpendsQuota();
        trace.MapPost("/vote/withdraw", Withdraw).RequireScope(Scopes.Contribute);
        trace.MapPost("/outcome", Report).RequireScope(Scopes.Contribute).SpendsQuota();
        trace.MapPost("/flag", Flag).AddEndpointFilter(RefuseVisitors).SpendsQuota();

        // Where people come out who had to sign in before a form could be taken.
        foreach (var form in new[] { "/vote", "/outcome", "/flag" })
        {
            trace.MapGet(form, (Guid id) => TypedResults.Redirect(TracePages.UrlOf(id)));
        }
    }

    /// <summary>After a form of a trace's page: the page with the sentence for what was done, or with why it was not.</summary>
    public static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> AnswerAsync(
        Guid id, string done, FailedForm? failed, Caller caller, ReadTracePage read, CancellationToken cancellationToken)
    {
        if (failed is null)
        {
            return TypedResults.Redirect($"{TracePages.UrlOf(id)}?done={done}");
        }

        return (await read.ExecuteAsync(caller, id, cancellationToken)).Succeeded(out var data, out var failure)
            ? PageResults.Page<TracePage>(new { Data = data, Failed = failed }, failed.Failure.ToProblem().StatusCode)
            : failure.ToProblem();
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> Vote(
        Guid id, [FromForm(Name = "vote_type")] string? voteType, [FromForm(Name = "feedback_tag")] string? tag, [FromForm(Name = "feedback_text")] string? text,
        CurrentCaller current, CastVote cast, ChangeVote change, ReadTracePage read, CancellationToken cancellationToken)
    {
        var request = new VoteRequest(voteType, OrNull(tag), OrNull(text), VoterContext: null);
        var failure = RequestShape.FaultOf(request) ?? (await cast.ExecuteAsync(current.Caller, id, request.ToNewVote(), cancellationToken)).Failure;
        if (failure == TrustFailures.VoteExists(id))
        {
            failure = (await change.ExecuteAsync(current.Caller, id, request.ToNewVote(), cancellationToken)).Failure;
        }

        var failed = failure is null ? null : new FailedForm("vote", failure, ("feedback_tag", tag), ("feedback_text", text));
        return await AnswerAsync(id, "voted", failed, current.Caller, read, cancellationToken);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> Withdraw(
        Guid id, CurrentCaller current, WithdrawVote withdraw, ReadTracePage read, CancellationToken cancellationToken)
    {
        var failure = (await withdraw.ExecuteAsync(current.Caller, id, cancellationToken)).Failure;
        return await AnswerAsync(id, "withdrawn", failure is null ? null : new FailedForm("withdraw", failure), current.Caller, read, cancellationToken);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> Report(
        Guid id, [FromForm] string? solved, [FromForm] string? note, CurrentCaller current, ReportOutcome report, ReadTracePage read, CancellationToken cancellationToken)
    {
        var request = new OutcomeRequest(bool.TryParse(solved, out var did) ? did : null, OrNull(note));
        var failure = RequestShape.FaultOf(request);
        ToldOutcome? told = null;
        if (failure is null)
        {
            (await report.ExecuteAsync(current.Caller, id, did, request.Note, cancellationToken)).Succeeded(out told, out failure);
        }

        var failed = failure is null ? null : new FailedForm("outcome", failure, ("note", note));
        var done = told?.Uncounted is not null ? "outcome-uncounted" : did ? "solved" : "failed";
        return await AnswerAsync(id, done, failed, current.Caller, read, cancellationToken);
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<TracePage>, ProblemHttpResult>> Flag(
        Guid id, [FromForm] string? category, [FromForm] string? reason, CurrentCaller current, FlagTrace flag, ReadTracePage read, CancellationToken cancellationToken)
    {
        var request = new FlagRequest(OrNull(reason), OrNull(category));
        var failure = RequestShape.FaultOf(request) ?? (await flag.ExecuteAsync(current.Caller, id, category!, reason!, cancellationToken)).Failure;
        var failed = failure is null ? null : new FailedForm("flag", failure, ("category", category), ("reason", reason));
        return await AnswerAsync(id, "flagged", failed, current.Caller, read, cancellationToken);
    }

    // Flagging asks for the scope that visitors have too, and they are nobody whose flag could be kept.
    private static async ValueTask<object?> RefuseVisitors(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        PageSession.IsSignedIn(context.HttpContext)
            ? await next(context)
            : TypedResults.Redirect($"{SignInChallenge.Path}?return={Uri.EscapeDataString(context.HttpContext.Request.Path)}");

    // Browsers send fields that are left empty.
    private static string? OrNull(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.ReplaceLineEndings("\n");
}
