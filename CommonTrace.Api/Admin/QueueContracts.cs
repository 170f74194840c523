using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Jobs;
using CommonTrace.Api.Validation;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;

namespace CommonTrace.Api.Admin;

/// <summary>A wish that nothing is claimed, and for how long at most.</summary>
public sealed record PauseRequest(
    [property: Required(ErrorMessage = "is required."), TextLength(1, HeldPause.LongestReason)] string? Reason,
    [property: Range(1, HeldPause.LongestSeconds, ErrorMessage = "must be from {1} to {2}.")] int? ExpiresInSeconds);

/// <summary>A pause that stands.</summary>
public sealed record PauseResponse(Guid PauseId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Which pause is to end: one, or all.</summary>
public sealed record ResumeRequest(Guid? PauseId, bool? All, [property: TextLength(1, HeldPause.LongestReason)] string? Reason) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PauseId is null != (All is true))
        {
            yield return new ValidationResult("give either pause_id, or all: true.", [nameof(PauseId)]);
        }
    }
}

/// <summary>What became of the pauses.</summary>
/// <param name="Resumed">The pauses that this call ended.</param>
/// <param name="Paused">Whether another one still holds the queue.</param>
public sealed record ResumeResponse(IReadOnlyList<Guid> Resumed, bool Paused);

/// <summary>How long to wait for the end of the work.</summary>
public sealed record DrainRequest(
    [property: Range(1, DrainQueue.LongestSeconds, ErrorMessage = "must be from {1} to {2}.")] int? TimeoutSeconds,
    [property: TextLength(1, HeldPause.LongestReason)] string? Reason);

/// <summary>How the wait ended.</summary>
/// <param name="Status"><c>drained</c>, or <c>timeout</c>.</param>
/// <param name="ElapsedSeconds">How long it took.</param>
/// <param name="Remaining">How many jobs were still due or in hand.</param>
public sealed record DrainResponse(string Status, double ElapsedSeconds, long Remaining);

/// <summary>How long to wait for the end of the work, and the pause that follows.</summary>
public sealed record QuiesceRequest(
    [property: Range(1, DrainQueue.LongestSeconds, ErrorMessage = "must be from {1} to {2}.")] int? TimeoutSeconds,
    [property: TextLength(1, HeldPause.LongestReason)] string? Reason,
    [property: Range(1, HeldPause.LongestSeconds, ErrorMessage = "must be from {1} to {2}.")] int? ExpiresInSeconds);

/// <summary>How the wait ended, and the pause.</summary>
/// <param name="Status"><c>drained</c>: the queue is paused; or <c>timeout</c>: it is not.</param>
/// <param name="PauseId">What to resume by; null after <c>timeout</c>.</param>
public sealed record QuiesceResponse(string Status, double ElapsedSeconds, long Remaining, Guid? PauseId, DateTimeOffset? ExpiresAt);

/// <summary>Which failed jobs are to be tried again.</summary>
public sealed record RetryFailedRequest(
    [property: TextLength(1, 100)] string? ErrorCode,
    [property: Range(1, RetryFailedJobs.LargestLimit, ErrorMessage = "must be from {1} to {2}.")] int? Limit,
    [property: TextLength(1, HeldPause.LongestReason)] string? Reason);

public sealed record RetryFailedResponse(long Retried);

/// <summary>Which jobs are to be taken from their workers.</summary>
public sealed record RequeueStaleRequest(
    [property: Required(ErrorMessage = "is required."), Range(1, HeldPause.LongestSeconds, ErrorMessage = "must be from {1} to {2}.")] int? OlderThanSeconds,
    [property: TextLength(1, HeldPause.LongestReason)] string? Reason);

public sealed record RequeueStaleResponse(long Requeued);

/// <summary>How the queue stands, over all tenants.</summary>
/// <param name="Queue">What is to do.</param>
/// <param name="Paused">Whether a pause holds.</param>
/// <param name="Pauses">The pauses that hold, the oldest first.</param>
/// <param name="Provider">Who embeds.</param>
/// <param name="Workers">The workers that were seen in the last minute.</param>
/// <param name="Totals">How many jobs have each status.</param>
public sealed record QueueStatusResponse(
    QueueView Queue, bool Paused, IReadOnlyList<HeldPause> Pauses, ProviderView Provider, IReadOnlyList<WorkerResponse> Workers, JobCounts Totals)
{
    public static QueueStatusResponse Of(QueueStatus status)
    {
        var figures = status.Figures;
        return new(
            new QueueView(figures.Pending, figures.Due, figures.Processing, figures.Failed, figures.OldestDueSeconds),
            status.Pauses.Count > 0,
            status.Pauses,
            new ProviderView(figures.Provider.Name, figures.Provider.Model, figures.Provider.Breaker, figures.Provider.OpenUntil, figures.Provider.ErrorCode),
            [.. status.Workers.Select(worker => WorkerResponse.Of(worker, status.Pauses.Count > 0))],
            new JobCounts(figures.Pending, figures.Processing, figures.Completed, figures.Failed));
    }
}

/// <summary>What is to do.</summary>
/// <param name="Due">How many of the pending may be claimed now.</param>
/// <param name="OldestDueSeconds">For how long the longest due job has been due; null when none is.</param>
public sealed record QueueView(long Pending, long Due, long Processing, long Failed, double? OldestDueSeconds);

/// <summary>Who embeds; nobody before the first job.</summary>
/// <param name="Breaker"><c>closed</c>, <c>open</c>, or <c>half_open</c>.</param>
/// <param name="OpenUntil">When the provider is asked again.</param>
/// <param name="ErrorCode">Why the breaker is not closed.</param>
public sealed record ProviderView(string? Name, string? Model, string Breaker, DateTimeOffset? OpenUntil, string? ErrorCode);

public sealed record WorkersResponse(IReadOnlyList<WorkerResponse> Workers);

/// <summary>A worker, as its heartbeat tells: one every five seconds.</summary>
/// <param name="Paused">Whether the queue is paused: a worker has no pause of its own.</param>
public sealed record WorkerResponse(
    Guid Id, string Host, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool Paused, long JobsProcessed, long JobsSucceeded, long JobsFailed)
{
    public static WorkerResponse Of(WorkerView worker, bool isPaused) => new(
        worker.Id, worker.Host, worker.StartedAt, worker.LastSeenAt, isPaused, worker.JobsProcessed, worker.JobsSucceeded, worker.JobsFailed);
}
