using CommonTrace.Core.Embeddings;

namespace CommonTrace.Core.Jobs;

/// <summary>The heartbeats of workers: in the database, so that anybody can see who works.</summary>
public sealed class WorkerRegister(QueueDatabase database)
{
    private const string BeatSql =
        """
        insert into embedding_workers (id, host, process_id, number, model_id, jobs_processed, jobs_succeeded, jobs_failed)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do update
        set last_seen_at = now(), model_id = excluded.model_id, jobs_processed = excluded.jobs_processed, jobs_succeeded = excluded.jobs_succeeded,
            jobs_failed = excluded.jobs_failed
        """;

    /// <summary>Says that a worker lives, and what it has done.</summary>
    public Task BeatAsync(WorkerRecord worker, EmbeddingModel? model, CancellationToken cancellationToken) => database.ExecuteAsync(
        BeatSql,
        [
            new() { Value = worker.Id }, new() { Value = Environment.MachineName }, new() { Value = Environment.ProcessId }, new() { Value = worker.Number },
            new() { Value = (object?)model?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            new() { Value = worker.Processed }, new() { Value = worker.Succeeded }, new() { Value = worker.Failed },
        ],
        cancellationToken);

    /// <summary>Says that a worker has stopped: it is not missed.</summary>
    public Task LeaveAsync(WorkerRecord worker, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from embedding_workers where id = $1", [new() { Value = worker.Id }], cancellationToken);
}

/// <summary>One worker and what it has done since it started. Written by the worker alone; read for its heartbeat.</summary>
/// <param name="number">Which of its process' workers it is, from 1.</param>
public sealed class WorkerRecord(int number)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public int Number { get; } = number;

    /// <summary>The name under which it claims; a lease tells it, and the log.</summary>
    public string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{number}";

    public long Processed { get; private set; }

    public long Succeeded { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Counts a batch that was stored.</summary>
    public void Count(HeldBatch batch)
    {
        Processed += batch.Jobs.Count;
        Succeeded += batch.Succeeded;
        Failed += batch.Failed.Count;
    }
}
