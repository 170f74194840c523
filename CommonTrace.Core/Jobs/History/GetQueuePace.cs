namespace CommonTrace.Core.Jobs.History;

/// <summary>Tells how fast the queue is worked off at the moment, over all tenants.</summary>
public sealed class GetQueuePace(QueueDatabase database)
{
    private const string Sql =
        """
        select (select count(*) from embedding_jobs where status = 'completed' and completed_at > now() - interval '1 minute'),
            (select avg(completed_in_minute)::float8 from queue_history where at > now() - interval '5 minutes')
        """;

    /// <summary>Runs it.</summary>
    public async Task<QueuePace> ExecuteAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync(Sql, [], row => new QueuePace(row.GetInt64(0), row.GetFieldValue<double?>(1)), cancellationToken))[0];
}

/// <summary>How fast the queue is worked off.</summary>
/// <param name="CompletedLastMinute">How many jobs were completed in the last 60 seconds.</param>
/// <param name="PerMinute">How many were completed a minute in the last five; null when nobody wrote that down.</param>
public sealed record QueuePace(long CompletedLastMinute, double? PerMinute)
{
    /// <summary>How long so many jobs take at the last minute's pace; null when none was completed in it.</summary>
    public TimeSpan? TimeFor(long jobs) => CompletedLastMinute > 0 ? TimeSpan.FromMinutes((double)jobs / CompletedLastMinute) : null;
}
