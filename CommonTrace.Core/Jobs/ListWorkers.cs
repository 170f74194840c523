using Npgsql;

namespace CommonTrace.Core.Jobs;

/// <summary>Lists the workers that live: those whose heartbeat came within the last minute.</summary>
public sealed class ListWorkers(QueueDatabase database)
{
    private const string Sql =
        """
        select id, host, started_at, last_seen_at, jobs_processed, jobs_succeeded, jobs_failed from embedding_workers
        where last_seen_at > now() - interval '1 minute' order by started_at, id
        """;

    /// <summary>Runs it; the oldest comes first.</summary>
    public Task<List<WorkerView>> ExecuteAsync(CancellationToken cancellationToken) => database.QueryAsync(Sql, [], WorkerView.Read, cancellationToken);
}

/// <summary>A worker, as its heartbeat tells.</summary>
/// <param name="Id">New at each start.</param>
/// <param name="Host">The machine it runs on.</param>
/// <param name="StartedAt">Since when.</param>
/// <param name="LastSeenAt">Its last heartbeat; there is one every five seconds.</param>
/// <param name="JobsProcessed">How many jobs it had in hand since its start.</param>
/// <param name="JobsSucceeded">How many of them it embedded.</param>
/// <param name="JobsFailed">How many attempts failed.</param>
public sealed record WorkerView(
    Guid Id, string Host, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, long JobsProcessed, long JobsSucceeded, long JobsFailed)
{
    internal static WorkerView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt64(4), row.GetInt64(5),
        row.GetInt64(6));
}
