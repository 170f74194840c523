using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>
/// Lets searches read the previous model's vectors again, at once; done again, it goes forward. What was contributed since then has no
/// vector of that model, and gets one by a job.
/// </summary>
public sealed class RollBackReembedding(OwnerDatabase owner, EmbeddingSets sets, JobUpkeep upkeep, JobWakeUp wakeUp, GetReembedding progress)
{
    private const int MostJobs = 1_000;

    // A role is one set's at a time, so it takes three steps.
    private const string ExchangeSql =
        """
        update embedding_sets set role = 'retired' where role = 'active';
        update embedding_sets set role = 'active', updated_at = now() where role = 'previous';
        """;

    private const string KeepSql = "update embedding_sets set role = 'previous', updated_at = now() where id = $1";

    /// <summary>Runs it.</summary>
    public async Task<Result<ReembeddingProgress>> ExecuteAsync(Caller caller, CancellationToken cancellationToken)
    {
        var exchanged = await owner.ChangeAsync(connection => ExchangeAsync(connection, caller, cancellationToken), cancellationToken);
        if (exchanged.Failure is { } failure)
        {
            return failure;
        }

        sets.Forget();
        if (await upkeep.SweepAsync(MostJobs, cancellationToken) > 0)
        {
            wakeUp.Publish();
        }

        return await progress.ExecuteAsync(cancellationToken);
    }

    private static async Task<Result<bool>> ExchangeAsync(NpgsqlConnection connection, Caller caller, CancellationToken cancellationToken)
    {
        var roles = await connection.ReadSetsAsync(cancellationToken);
        if (!roles.TryGetValue(EmbeddingSetRole.Previous, out var previous))
        {
            return ReembedFailures.NoPrevious;
        }

        // An abort that broke off may have left columns under the name that is borrowed here.
        await connection.ExecuteAsync(
            $"""
            {SetColumns.LockSql};
            {SetColumns.DropSql(SetColumns.Next)};
            {SetColumns.RenameSql(SetColumns.Active, SetColumns.Next)};
            {SetColumns.RenameSql(SetColumns.Previous, SetColumns.Active)};
            {SetColumns.RenameSql(SetColumns.Next, SetColumns.Previous)};
            {ExchangeSql}
            """,
            [],
            cancellationToken);
        await connection.ExecuteAsync(KeepSql, [new() { Value = roles[EmbeddingSetRole.Active].Id }], cancellationToken);
        await connection.AuditAsync(caller, "reembed.rollback", previous, cancellationToken);
        return true;
    }
}
