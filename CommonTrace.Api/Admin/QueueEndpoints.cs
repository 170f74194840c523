using CommonTrace.Api.Auth;
using CommonTrace.Api.Errors;
using CommonTrace.Core;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CommonTrace.Api.Admin;

internal static class QueueEndpoints
{
    private const string QuiesceReason = "Quiesced.";

    private static readonly Failure Stopping = new(
        FailureKind.Unavailable, "server.stopping", "This server is stopping and waits no longer; when it is back, look at the queue's status and ask again.");

    public static void MapQueue(this RouteGroupBuilder api)
    {
        var queue = api.MapGroup("/admin/queue").WithTags("Queue").RequireScope(Scopes.Operate);
        queue.MapGet("/status", Status).WithSummary("Jobs of all tenants, pauses, provider and workers");
        queue.MapPost("/pause", Pause).WithSummary("Stop claiming, for every worker");
        queue.MapPost("/resume", Resume).WithSummary("End a pause, or all of them");
        queue.MapPost("/drain", Drain).WithSummary("Wait until nothing is due or in hand");
        queue.MapPost("/quiesce", Quiesce).WithSummary("Wait until nothing is due or in hand, and pause in that moment");
        queue.MapPost("/retry-failed", RetryFailed).WithSummary("Make failed jobs due again");
        queue.MapPost("/requeue-stale", RequeueStale).WithSummary("Take jobs from workers that claimed them too long ago");
        api.MapGet("/admin/workers", Workers).WithTags("Queue").WithSummary("The workers that were seen in the last minute").RequireScope(Scopes.Operate);
    }

    private static async Task<Ok<QueueStatusResponse>> Status(GetQueueStatus get, CancellationToken cancellationToken) =>
        TypedResults.Ok(QueueStatusResponse.Of(await get.ExecuteAsync(cancellationToken)));

    private static async Task<Ok<PauseResponse>> Pause(PauseRequest request, CurrentCaller current, PauseQueue pause, CancellationToken cancellationToken)
    {
        var held = await pause.ExecuteAsync(current.Caller, request.Reason!, Seconds(request.ExpiresInSeconds), cancellationToken);
        return TypedResults.Ok(new PauseResponse(held.Id, held.CreatedAt, held.ExpiresAt));
    }

    private static async Task<Results<Ok<ResumeResponse>, ProblemHttpResult>> Resume(
        ResumeRequest request, CurrentCaller current, ResumeQueue resume, CancellationToken cancellationToken)
    {
        var answer = await resume.ExecuteAsync(current.Caller, request.PauseId, request.Reason, cancellationToken);
        return answer.Succeeded(out var resumed, out var failure)
            ? TypedResults.Ok(new ResumeResponse(resumed.PauseIds, resumed.IsPaused))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<DrainResponse>, ProblemHttpResult>> Drain(
        DrainRequest? request, CurrentCaller current, DrainQueue drain, IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        var answer = await WhileRunningAsync(
            host, token => drain.ExecuteAsync(current.Caller, Timeout(request?.TimeoutSeconds), request?.Reason, token), cancellationToken);
        return answer.Succeeded(out var drained, out var failure)
            ? TypedResults.Ok(new DrainResponse(drained.Status, drained.ElapsedSeconds, drained.Remaining))
            : failure.ToProblem();
    }

    private static async Task<Results<Ok<QuiesceResponse>, ProblemHttpResult>> Quiesce(
        QuiesceRequest? request, CurrentCaller current, QuiesceQueue quiesce, IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        var answer = await WhileRunningAsync(
            host,
            token => quiesce.ExecuteAsync(
                current.Caller, Timeout(request?.TimeoutSeconds), request?.Reason ?? QuiesceReason, Seconds(request?.ExpiresInSeconds), token),
            cancellationToken);
        return answer.Succeeded(out var quiesced, out var failure)
            ? TypedResults.Ok(new QuiesceResponse(
                quiesced.Drained.Status, quiesced.Drained.ElapsedSeconds, quiesced.Drained.Remaining, quiesced.Pause?.Id, quiesced.Pause?.ExpiresAt))
            : failure.ToProblem();
    }

    private static async Task<Ok<RetryFailedResponse>> RetryFailed(
        RetryFailedRequest? request, CurrentCaller current, RetryFailedJobs retry, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RetryFailedResponse(
            await retry.ExecuteAsync(
                current.Caller, request?.ErrorCode, request?.Limit ?? RetryFailedJobs.LargestLimit, request?.Reason, cancellationToken)));

    private static async Task<Ok<RequeueStaleResponse>> RequeueStale(
        RequeueStaleRequest request, CurrentCaller current, RequeueStaleJobs requeue, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RequeueStaleResponse(
            await requeue.ExecuteAsync(current.Caller, TimeSpan.FromSeconds(request.OlderThanSeconds!.Value), request.Reason, cancellationToken)));

    private static async Task<Ok<WorkersResponse>> Workers(ListWorkers list, QueueActivity activity, CancellationToken cancellationToken)
    {
        var (isPaused, _) = await activity.LookAsync(cancellationToken);
        var workers = await list.ExecuteAsync(cancellationToken);
        return TypedResults.Ok(new WorkersResponse([.. workers.Select(worker => WorkerResponse.Of(worker, isPaused))]));
    }

    /// <summary>Waits no longer than the server runs, which else could not stop before.</summary>
    private static async Task<Result<T>> WhileRunningAsync<T>(
        IHostApplicationLifetime host, Func<CancellationToken, Task<Result<T>>> waitAsync, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            return await waitAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Stopping;
        }
    }

    private static TimeSpan Timeout(int? seconds) => TimeSpan.FromSeconds(seconds ?? DrainQueue.DefaultSeconds);

    private static TimeSpan? Seconds(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
