using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Embeddings;

/// <summary>
/// Takes the active set's vector index away while a large load is embedded, and builds it when that is done, if this is faster than to keep
/// it up. It remembers nothing: what is there and what is due say what to do, after a crash too.
/// </summary>
public sealed class TendVectorIndex(
    QueueDatabase database, OwnerDatabase owner, EmbeddingSets sets, VectorIndex index, IOptions<QueueOptions> options, ILogger<TendVectorIndex> logger)
{
    // Measured on two cores (1,536 dimensions): 20,000 vectors beside none took 68 s into the index, 14 s without it and with its building;
    // 8,000 beside 20,000 took 15 s either way. From half of what is there on it pays, and is worth that searches are slower meanwhile.
    private const int ShareOfIndexed = 2;

    // A rest so small is in the index sooner than others are found without one.
    private const int ShareOfBulk = 10;

    // Vectors that will be stored soon: jobs that are due for traces which have none. Those that are only checked again store nothing.
    private const string DueSql =
        """
        select
            least(
                (select count(*) from embedding_jobs where status = 'pending' and embedding_set_id is null and scheduled_at <= now()),
                (select count(*) from traces where embedding is null or embedding_hash is distinct from content_hash)),
            coalesce((select indisvalid from pg_index where indexrelid = to_regclass('ix_traces_embedding_hnsw')), false)
        """;

    private enum Todo
    {
        Nothing,
        Drop,
        Build,
    }

    /// <summary>Runs it once; any process may, and one does.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if ((await DecideAsync(cancellationToken)).Todo == Todo.Nothing)
        {
            return;
        }

        await using var turn = await owner.TryTakeTurnAsync(cancellationToken);
        if (turn is null)
        {
            return;
        }

        // Another process may have had the turn, and changed the set.
        sets.Forget();
        var (todo, due) = await DecideAsync(cancellationToken);
        if (todo == Todo.Drop)
        {
            await DropAsync(due, cancellationToken);
        }
        else if (todo == Todo.Build && await sets.ActiveAsync(cancellationToken) is { } active)
        {
            await index.BuildAsync(turn, SetColumns.Active, active.Model.Dimensions, cancellationToken);
        }
    }

    private async Task<(Todo Todo, long Due)> DecideAsync(CancellationToken cancellationToken)
    {
        if (await sets.ActiveAsync(cancellationToken) is null)
        {
            return (Todo.Nothing, 0);
        }

        var (due, isThere) = (await database.QueryAsync(DueSql, [], row => (row.GetInt64(0), row.GetBoolean(1)), cancellationToken))[0];
        if (!isThere)
        {
            return (due <= options.Value.BulkFrom / ShareOfBulk ? Todo.Build : Todo.Nothing, due);
        }

        return (due >= options.Value.BulkFrom && due * ShareOfIndexed > await IndexedAsync(cancellationToken) ? Todo.Drop : Todo.Nothing, due);
    }

    private async Task<long> IndexedAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync("select count(*) from traces where embedding is not null", [], row => row.GetInt64(0), cancellationToken))[0];

    private async Task DropAsync(long due, CancellationToken cancellationToken)
    {
        var dropped = await owner.ChangeAsync<bool>(
            async connection =>
            {
                await connection.ExecuteAsync($"drop index if exists {SetColumns.IndexOf(SetColumns.Active)}", [], cancellationToken);
                return true;
            },
            cancellationToken);
        if (dropped.Failure is { } busy)
        {
            logger.LogWarning("{Count} traces are due, and the vector index is kept for now: {Reason}", due, busy.Detail);
            return;
        }

        logger.LogInformation("{Count} traces are due: the vector index is dropped, and built when they are embedded; searches go on without it, more slowly", due);
    }
}
