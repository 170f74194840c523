using CommonTrace.Core.Data;
using Npgsql;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Lets searches read the next set, in one transaction that exchanges names; what they read before is kept for the way back.</summary>
public sealed class SwapSets(OwnerDatabase owner)
{
    private const string WithdrawSql = "delete from embedding_jobs where status = 'pending' and embedding_set_id is not null and embedding_set_id = $1";

    // They become the active set's, so that the sweep leaves them alone and people can retry them.
    private const string DeadLettersSql = "update embedding_jobs set embedding_set_id = null where status = 'failed' and embedding_set_id = $1";

    private const string StopSql = "delete from embedding_jobs where status = 'processing' and embedding_set_id = $1";

    private const string RetireSql = "update embedding_sets set role = 'previous', updated_at = now() where role = 'active'";

    private const string ActivateSql =
        """
        update embedding_sets set role = 'active', phase = 'ready', cursor = null, error = null, swapped_at = now(), updated_at = now()
        where id = $1 and role = 'next' and not paused
        returning requested_by
        """;

    /// <summary>Runs it. Few jobs, if any, are left: their traces are the sweep's.</summary>
    public Task<Result<bool>> ExecuteAsync(EmbeddingSet next, CancellationToken cancellationToken) =>
        owner.ChangeAsync(connection => ExchangeAsync(connection, next, cancellationToken), cancellationToken);

    private static async Task<Result<bool>> ExchangeAsync(NpgsqlConnection connection, EmbeddingSet next, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(WithdrawSql, [new() { Value = next.Id }], cancellationToken);
        await connection.ExecuteAsync(DeadLettersSql, [new() { Value = next.Id }], cancellationToken);
        await connection.ExecuteAsync(SetColumns.LockSql, [], cancellationToken);
        // No worker is storing now, and those that still embed for the set are fenced.
        await connection.ExecuteAsync(StopSql, [new() { Value = next.Id }], cancellationToken);
        await connection.ExecuteAsync(RetireSql, [], cancellationToken);
        var activated = await connection.QueryAsync(ActivateSql, [new() { Value = next.Id }], row => row.GetGuid(0), cancellationToken);
        if (activated is not [var actor])
        {
            return ReembedFailures.NotRunning;
        }

        await connection.ExecuteAsync(
            $"{SetColumns.RenameSql(SetColumns.Active, SetColumns.Previous)}; {SetColumns.RenameSql(SetColumns.Next, SetColumns.Active)}", [], cancellationToken);
        await connection.AuditAsync(actor, "reembed.swap", next, cancellationToken);
        return true;
    }
}
