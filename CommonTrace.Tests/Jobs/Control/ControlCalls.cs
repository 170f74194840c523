using CommonTrace.Core;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Jobs.Control;

/// <summary>What an operator tells the queue of a stage.</summary>
internal static class ControlCalls
{
    public static readonly Caller Operator = new(User.OperatorId, Tenant.CommonsId, Scopes.All, ExpiresAt: null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HeldPause> PauseAsync(this JobStage stage, string reason = "a reason", TimeSpan? expiresIn = null) =>
        stage.UseAsync<PauseQueue, HeldPause>(pause => pause.ExecuteAsync(Operator, reason, expiresIn, Token));

    public static Task<Result<Resumed>> ResumeAsync(this JobStage stage, Guid? pauseId) =>
        stage.UseAsync<ResumeQueue, Result<Resumed>>(resume => resume.ExecuteAsync(Operator, pauseId, null, Token));

    public static Task<Result<Drained>> DrainAsync(this JobStage stage, double seconds = 20, CancellationToken? token = null) =>
        stage.UseAsync<DrainQueue, Result<Drained>>(drain => drain.ExecuteAsync(Operator, TimeSpan.FromSeconds(seconds), "a reason", token ?? Token));

    public static Task<Result<Quiesced>> QuiesceAsync(this JobStage stage, double seconds = 20) =>
        stage.UseAsync<QuiesceQueue, Result<Quiesced>>(quiesce => quiesce.ExecuteAsync(Operator, TimeSpan.FromSeconds(seconds), "a reason", null, Token));

    public static Task<Result<Guid>> RetryAsync(this JobStage stage, Guid jobId) =>
        stage.UseAsync<RetryJob, Result<Guid>>(retry => retry.ExecuteAsync(Operator, jobId, "a reason", Token));

    public static Task<long> RetryFailedAsync(this JobStage stage, string? errorCode = null, int limit = 100) =>
        stage.UseAsync<RetryFailedJobs, long>(retry => retry.ExecuteAsync(Operator, errorCode, limit, "a reason", Token));

    public static Task<long> RequeueStaleAsync(this JobStage stage, double olderThanSeconds) =>
        stage.UseAsync<RequeueStaleJobs, long>(requeue => requeue.ExecuteAsync(Operator, TimeSpan.FromSeconds(olderThanSeconds), "a reason", Token));

    public static Task<QueueStatus> QueueStatusAsync(this JobStage stage) => stage.UseAsync<GetQueueStatus, QueueStatus>(get => get.ExecuteAsync(Token));

    /// <summary>How many records the audit log has of an action.</summary>
    public static async Task<long> AuditedAsync(this JobStage stage, string action) =>
        (long)(await stage.Database.SqlAsync("select count(*) from audit_log where action = $1 and actor_id = $2", action, User.OperatorId))!;

    /// <summary>A job that failed for good; answers its id.</summary>
    public static async Task<Guid> AddFailedAsync(this JobStage stage, string title, string code = "provider.failed")
    {
        var trace = await stage.AddTraceAsync(title, withJob: false);
        var job = await stage.AddJobAsync(trace);
        await stage.Database.SqlAsync(
            """
            update embedding_jobs
            set status = 'failed', attempt = 5, completed_at = now(), error_code = $2, error = 'It broke.',
                errors = jsonb_build_array(jsonb_build_object('attempt', 5, 'at', now(), 'code', $2, 'error', 'It broke.'))
            where id = $1
            """,
            job, code);
        return job;
    }

    public static async Task<Guid> TraceOfAsync(this JobStage stage, Guid jobId) =>
        (Guid)(await stage.Database.SqlAsync("select trace_id from embedding_jobs where id = $1", jobId))!;

    /// <summary>Asks the same of twenty callers at once.</summary>
    public static Task<T[]> TwentyTimesAsync<T>(Func<int, Task<T>> call) => Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => call(number), Token)));
}
