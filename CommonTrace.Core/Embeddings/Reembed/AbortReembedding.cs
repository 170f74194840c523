using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Gives a change of the model up: its jobs and its vectors go, an index that is being built too. Searches notice nothing.</summary>
public sealed class AbortReembedding(OwnerDatabase owner, EmbeddingSets sets, GetReembedding progress)
{
    private const string RetireSql = "update embedding_sets set role = 'retired', phase = 'aborted', paused = false, error = null, updated_at = now() where role = 'next'";

    private const string ForgetSql = "delete from embedding_jobs where embedding_set_id = $1";

    /// <summary>Runs it.</summary>
    public async Task<Result<ReembeddingProgress>> ExecuteAsync(Caller caller, CancellationToken cancellationToken)
    {
        var retired = await owner.ChangeAsync(connection => RetireAsync(connection, caller, cancellationToken), cancellationToken);
        if (retired.Failure is { } failure)
        {
            return failure;
        }

        // From here on workers that still embed for it are fenced; what is left if this breaks off goes when the next change begins.
        sets.Forget();
        var dropped = await owner.ChangeAsync<bool>(
            async connection =>
            {
                await owner.CancelTurnAsync(cancellationToken);
                await connection.ExecuteAsync(SetColumns.DropSql(SetColumns.Next), [], cancellationToken);
                return true;
            },
            cancellationToken);
        return dropped.Failure is { } busy ? busy : await progress.ExecuteAsync(cancellationToken);
    }

    private static async Task<Result<bool>> RetireAsync(NpgsqlConnection connection, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await connection.ReadSetsAsync(cancellationToken)).TryGetValue(EmbeddingSetRole.Next, out var next))
        {
            return ReembedFailures.NotRunning;
        }

        await connection.ExecuteAsync(RetireSql, [], cancellationToken);
        await connection.ExecuteAsync(ForgetSql, [new() { Value = next.Id }], cancellationToken);
        await connection.AuditAsync(caller, "reembed.abort", next, cancellationToken);
        return true;
    }
}
