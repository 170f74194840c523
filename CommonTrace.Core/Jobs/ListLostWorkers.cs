namespace CommonTrace.Core.Jobs;

/// <summary>Lists the workers that fell silent without taking their leave: killed, cut off, or stuck. They are forgotten after a day.</summary>
public sealed class ListLostWorkers(QueueDatabase database)
{
    private const string Sql =
        """
        select id, host, started_at, last_seen_at, jobs_processed, jobs_succeeded, jobs_failed from embedding_workers
        where last_seen_at <= now() - interval '1 minute' order by last_seen_at desc, id limit 20
        """;

    /// <summary>Runs it; at most 20, the one that was seen last comes first.</summary>
    public Task<List<WorkerView>> ExecuteAsync(CancellationToken cancellationToken) => database.QueryAsync(Sql, [], WorkerView.Read, cancellationToken);
}
