using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Core.Jobs;

/// <summary>Tells what became of a batch: a line for each job, one for the batch, and the metrics.</summary>
internal static class BatchLog
{
    public static void Write(
        ILogger logger, HeldBatch batch, IReadOnlySet<Guid> embedded, IReadOnlySet<Guid> reused, IReadOnlyDictionary<Guid, string> failed, List<Guid> released)
    {
        foreach (var job in batch.Jobs.Where(job => embedded.Contains(job.Id)))
        {
            using var stored = JobActivities.StartStored(job);
            logger.LogInformation("embedding_stored: trace {TraceId}, job {JobId}, attempt {Attempt}", job.TraceId, job.Id, job.Attempt);
        }

        foreach (var one in batch.Failed)
        {
            WriteFailed(logger, one, failed.GetValueOrDefault(one.Job.Id));
        }

        var lost = batch.Jobs.Count - embedded.Count - reused.Count - failed.Count - released.Count;
        if (lost > 0)
        {
            logger.LogWarning("{Count} jobs were lost to another worker, or their traces were deleted; their vectors are dropped", lost);
        }

        CommonTraceTelemetry.JobsCompleted.Add(embedded.Count + reused.Count);
        logger.LogInformation(
            "batch_processed: {Worker}, {Count} jobs: {Embedded} embedded, {Reused} reused, {Failed} failed, {Released} given back, {Milliseconds} ms at the provider",
            batch.Worker, batch.Jobs.Count, embedded.Count, reused.Count, failed.Count, released.Count, (int)batch.Duration.TotalMilliseconds);
    }

    private static void WriteFailed(ILogger logger, FailedJob one, string? status)
    {
        // The detail may repeat the text that was sent: it stands on the job, not in the log.
        logger.LogWarning(
            "embedding_failed: trace {TraceId}, job {JobId}, attempt {Attempt} of {MaxAttempts}, now {Status}: {Code}",
            one.Job.TraceId, one.Job.Id, one.Job.Attempt, one.Job.MaxAttempts, status ?? "lost", one.Fault.Code);
        CommonTraceTelemetry.AttemptsFailed.Add(1, new KeyValuePair<string, object?>("error.type", one.Fault.Code));
    }
}
