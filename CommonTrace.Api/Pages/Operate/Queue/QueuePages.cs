using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Api.Pages.Operate.Live;
using CommonTrace.Core;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Jobs.History;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>How the queue stands, live, and what steers it.</summary>
internal static class QueuePages
{
    private const string Path = "/operate";

    public static void MapQueuePages(this RouteGroupBuilder operate)
    {
        operate.MapGet("", Show);
        operate.MapGet("/live", Listen);
        operate.MapPost("/pause", Pause);
        operate.MapPost("/resume", Resume);
        operate.MapPost("/drain", Drain);
        operate.MapPost("/quiesce", Quiesce);
        operate.MapPost("/waits/stop", StopWaiting);
        operate.MapPost("/retry-failed", RetryFailed);
    }

    private static async Task<Results<RazorComponentResult<QueuePage>, ProblemHttpResult>> Show(
        string? window, string? done, QueuePageReader reader, CancellationToken cancellationToken) =>
        HistoryWindow.Of(window ?? HistoryWindow.Hour.Name) is { } asked
            ? await reader.PageAsync(asked, done, null, null, cancellationToken)
            : UnknownWindow.ToProblem();

    private static Results<ServerSentEventsResult<string>, ProblemHttpResult> Listen(string? window, CurrentCaller current, LiveQueue queue, LiveStream live) =>
        HistoryWindow.Of(window ?? HistoryWindow.Hour.Name) is { } asked
            ? live.Send(current.Caller, token => queue.ReadAsync(asked, token))
            : UnknownWindow.ToProblem();

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<QueuePage>>> Pause(
        [FromForm] string? reason, [FromForm(Name = "expires_in_seconds")] string? expiresIn, CurrentCaller current, PauseQueue pause, QueuePageReader reader,
        CancellationToken cancellationToken)
    {
        var form = Read("pause", reason, null, expiresIn);
        if (form.Fault is { } fault)
        {
            return await reader.PageAsync(HistoryWindow.Hour, null, fault, form, cancellationToken);
        }

        await pause.ExecuteAsync(current.Caller, form.Reason!, form.ExpiresIn, cancellationToken);
        return TypedResults.Redirect($"{Path}?done=paused");
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<QueuePage>>> Resume(
        [FromForm(Name = "pause_id")] Guid? pauseId, [FromForm] bool? all, CurrentCaller current, ResumeQueue resume, QueuePageReader reader,
        CancellationToken cancellationToken)
    {
        if (pauseId is null != (all is true))
        {
            return await reader.PageAsync(HistoryWindow.Hour, null, Failure.Field("pause_id", "give either one pause, or all."), null, cancellationToken);
        }

        var answer = await resume.ExecuteAsync(current.Caller, pauseId, reason: null, cancellationToken);
        return answer.Succeeded(out var resumed, out var failure)
            ? TypedResults.Redirect($"{Path}?done={(resumed.IsPaused ? "still-paused" : "resumed")}")
            : await reader.PageAsync(HistoryWindow.Hour, null, failure, null, cancellationToken);
    }

    private static Task<Results<RedirectHttpResult, RazorComponentResult<QueuePage>>> Drain(
        [FromForm] string? reason, [FromForm(Name = "timeout_seconds")] string? timeout, CurrentCaller current, QueueWaits waits, QueuePageReader reader,
        CancellationToken cancellationToken)
    {
        var form = Read(QueueWait.Drain, reason, timeout, null);
        return BeginAsync(form, () => waits.StartDrain(current.Caller, form.Timeout, form.Reason), reader, cancellationToken);
    }

    private static Task<Results<RedirectHttpResult, RazorComponentResult<QueuePage>>> Quiesce(
        [FromForm] string? reason, [FromForm(Name = "timeout_seconds")] string? timeout, [FromForm(Name = "expires_in_seconds")] string? expiresIn,
        CurrentCaller current, QueueWaits waits, QueuePageReader reader, CancellationToken cancellationToken)
    {
        var form = Read(QueueWait.Quiesce, reason, timeout, expiresIn);
        return BeginAsync(form, () => waits.StartQuiesce(current.Caller, form.Timeout, form.Reason!, form.ExpiresIn), reader, cancellationToken);
    }

    private static RedirectHttpResult StopWaiting([FromForm] Guid id, QueueWaits waits)
    {
        waits.Stop(id);
        return TypedResults.Redirect(Path);
    }

    private static async Task<RedirectHttpResult> RetryFailed(
        [FromForm(Name = "error_code")] string? errorCode, CurrentCaller current, RetryFailedJobs retry, CancellationToken cancellationToken)
    {
        var retried = await retry.ExecuteAsync(
            current.Caller, string.IsNullOrWhiteSpace(errorCode) ? null : errorCode.Trim(), RetryFailedJobs.LargestLimit, reason: null, cancellationToken);
        return TypedResults.Redirect($"{Path}/jobs?done=retried&count={retried}");
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<QueuePage>>> BeginAsync(
        QueueForm form, Func<Failure?> start, QueuePageReader reader, CancellationToken cancellationToken) =>
        (form.Fault ?? start()) is { } failure
            ? await reader.PageAsync(HistoryWindow.Hour, null, failure, form, cancellationToken)
            : TypedResults.Redirect($"{Path}?done={form.Action}#waits");

    // What is no number is out of every range.
    private static QueueForm Read(string action, string? reason, string? timeout, string? expiresIn) =>
        new(action, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), Seconds(timeout), Seconds(expiresIn));

    private static int? Seconds(string? text) => string.IsNullOrWhiteSpace(text) ? null : int.TryParse(text, out var seconds) ? seconds : 0;

    private static Failure UnknownWindow => Failure.Field("window", "must be hour or day.");
}
