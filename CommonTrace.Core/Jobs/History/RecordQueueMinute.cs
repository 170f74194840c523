using CommonTrace.Core.Jobs.Control;

namespace CommonTrace.Core.Jobs.History;

/// <summary>Writes down how the queue stands, once a minute for all processes, and forgets what is older than two days.</summary>
public sealed class RecordQueueMinute(QueueDatabase database)
{
    // Once the minute has its row, none of the figures is read.
    private static readonly string RecordSql =
        $"""
        insert into queue_history (at, pending, due, processing, failed, oldest_due_seconds, completed_in_minute, failed_in_minute)
        select this.minute, f.pending, f.due, f.processing, f.failed, f.oldest_due_seconds,
            (select count(*) from embedding_jobs
            where status = 'completed' and completed_at >= this.minute - interval '1 minute' and completed_at < this.minute),
            (select count(*) from embedding_jobs
            where status = 'failed' and completed_at >= this.minute - interval '1 minute' and completed_at < this.minute)
        from (select date_trunc('minute', now(), 'UTC') as minute) this, ({ReadQueueFigures.Sql}) f (
            pending, processing, completed, failed, oldest_due_seconds, is_paused, workers, provider, model_id, breaker, open_until, code, due)
        where not exists (select from queue_history where at = date_trunc('minute', now(), 'UTC'))
        on conflict do nothing
        """;

    // Twice what the pages show: who comes in the morning still finds yesterday's night.
    private const string ForgetSql = "delete from queue_history where at < now() - interval '48 hours'";

    /// <summary>Runs it; true when this call wrote the minute's row, false when it was there.</summary>
    public async Task<bool> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (await database.ExecuteAsync(RecordSql, [], cancellationToken) == 0)
        {
            return false;
        }

        await database.ExecuteAsync(ForgetSql, [], cancellationToken);
        return true;
    }
}
