using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>
/// Takes jobs away from workers that claimed them too long ago, whether or not these still renew their leases, and makes them due at once. The
/// attempt stays counted: what it may still answer is fenced off.
/// </summary>
public sealed class RequeueStaleJobs(AuditLog audit, JobWakeUp wakeUp)
{
    private const string Sql =
        """
        stale as (
            select id, format('Taken away from the worker %s, which had claimed it at %s.', claimed_by, updated_at) as error
            from embedding_jobs where status = 'processing' and updated_at < now() - $5 for update skip locked
        ), requeued as (
            update embedding_jobs j
            set status = 'pending', claimed_by = null, lease_expires_at = null, scheduled_at = now(), updated_at = now(),
                max_attempts = greatest(j.max_attempts, j.attempt + 1), error_code = 'job.requeued', error = stale.error,
                errors = (case when jsonb_array_length(j.errors) < 20 then j.errors else j.errors - 0 end)
                    || jsonb_build_object('attempt', j.attempt, 'at', now(), 'code', 'job.requeued', 'error', stale.error)
            from stale where j.id = stale.id and j.status = 'processing' returning j.id
        ), outcome as (
            select jsonb_build_object('requeued', count(*), 'older_than_seconds', extract(epoch from $5)) as detail from requeued
        )
        """;

    /// <summary>Runs it; answers how many were requeued. A job that had no attempt left gets one more.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="olderThan">How long ago a job must have been claimed.</param>
    /// <param name="reason">Why, if they say.</param>
    public async Task<long> ExecuteAsync(Caller caller, TimeSpan olderThan, string? reason, CancellationToken cancellationToken)
    {
        var detail = await audit.RecordAsync(caller, "queue.requeue_stale", reason, Sql, [new() { Value = olderThan }], cancellationToken);
        var requeued = detail!.Value.GetProperty("requeued").GetInt64();
        if (requeued > 0)
        {
            wakeUp.Publish();
        }

        return requeued;
    }
}
