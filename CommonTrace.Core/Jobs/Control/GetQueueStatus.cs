namespace CommonTrace.Core.Jobs.Control;

/// <summary>Tells an operator how the queue stands: jobs of all tenants, pauses, provider, workers.</summary>
public sealed class GetQueueStatus(QueueDatabase database, ReadQueueFigures figures, ListWorkers workers)
{
    private const string PausesSql =
        """
        select id, owner_id, reason, created_at, expires_at from queue_pauses
        where ended_at is null and (expires_at is null or expires_at > now()) order by created_at, id
        """;

    private const string DueSql =
        """
        select (select count(*) from embedding_jobs where status = 'pending' and embedding_set_id is null and scheduled_at <= now())
            + (select count(*) from embedding_jobs where status = 'pending' and embedding_set_id is not null and scheduled_at <= now())
        """;

    /// <summary>Runs it. The due jobs are counted one by one; all else costs the same however many jobs there are.</summary>
    public async Task<QueueStatus> ExecuteAsync(CancellationToken cancellationToken)
    {
        var pauses = await database.QueryAsync(
            PausesSql, [],
            row => new HeldPause(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset?>(4)),
            cancellationToken);
        var due = await database.QueryAsync(DueSql, [], row => row.GetInt64(0), cancellationToken);
        return new QueueStatus(
            await figures.ExecuteAsync(cancellationToken), due[0], pauses, await workers.ExecuteAsync(cancellationToken));
    }
}

/// <summary>How the queue stands.</summary>
/// <param name="Figures">Counts, the provider, and whether a pause holds.</param>
/// <param name="Due">How many pending jobs are due.</param>
/// <param name="Pauses">Those that hold, the oldest first.</param>
/// <param name="Workers">Those that live.</param>
public sealed record QueueStatus(QueueFigures Figures, long Due, IReadOnlyList<HeldPause> Pauses, IReadOnlyList<WorkerView> Workers);
