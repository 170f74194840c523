namespace CommonTrace.Core.Jobs.Control;

/// <summary>Tells an operator how the queue stands: jobs of all tenants, pauses, provider, workers.</summary>
public sealed class GetQueueStatus(QueueDatabase database, ReadQueueFigures figures, ListWorkers workers)
{
    private const string PausesSql =
        """
        select id, owner_id, reason, created_at, expires_at from queue_pauses
        where ended_at is null and (expires_at is null or expires_at > now()) order by created_at, id
        """;

    /// <summary>Runs it.</summary>
    public async Task<QueueStatus> ExecuteAsync(CancellationToken cancellationToken)
    {
        var pauses = await database.QueryAsync(
            PausesSql, [],
            row => new HeldPause(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset?>(4)),
            cancellationToken);
        return new QueueStatus(await figures.ExecuteAsync(cancellationToken), pauses, await workers.ExecuteAsync(cancellationToken));
    }
}

/// <summary>How the queue stands.</summary>
/// <param name="Figures">Counts, the provider, and whether a pause holds.</param>
/// <param name="Pauses">Those that hold, the oldest first.</param>
/// <param name="Workers">Those that live.</param>
public sealed record QueueStatus(QueueFigures Figures, IReadOnlyList<HeldPause> Pauses, IReadOnlyList<WorkerView> Workers);
