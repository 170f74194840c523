using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>Begins to make all vectors anew with another model, beside those that searches read. The worker does the rest, and swaps.</summary>
public sealed class StartReembedding(CheckModel check, EstimateReembedding estimate, OwnerDatabase owner, GetReembedding progress)
{
    private const string RetireSql = "update embedding_sets set role = 'retired', updated_at = now() where role = 'previous'";

    private const string InsertSql =
        """
        insert into embedding_sets (id, role, phase, provider, model_id, model_version, dimensions, paused, requested_by)
        values ($1, 'next', 'filling', $2, $3, $4, $5, false, $6)
        """;

    /// <summary>Says what a change would cost; nothing changes.</summary>
    public async Task<Result<ReembeddingEstimate>> EstimateAsync(EmbeddingModel model, CancellationToken cancellationToken)
    {
        if (await check.ExecuteAsync(model, cancellationToken) is { } fault)
        {
            return fault;
        }

        var refusal = await owner.ChangeAsync<bool>(
            async connection => WhyNot(model, await connection.ReadSetsAsync(cancellationToken)) is { } reason ? reason : true, cancellationToken);
        return refusal.Failure is { } failure ? failure : await estimate.ExecuteAsync(cancellationToken);
    }

    /// <summary>Runs it. What an earlier change left for the way back is dropped.</summary>
    public async Task<Result<ReembeddingProgress>> ExecuteAsync(Caller caller, EmbeddingModel model, CancellationToken cancellationToken)
    {
        if (await check.ExecuteAsync(model, cancellationToken) is { } fault)
        {
            return fault;
        }

        var set = new EmbeddingSet(Guid.CreateVersion7(), model, EmbeddingSetRole.Next);
        var started = await owner.ChangeAsync(connection => StartAsync(connection, caller, set, cancellationToken), cancellationToken);
        return started.Failure is { } failure ? failure : await progress.ExecuteAsync(cancellationToken);
    }

    private static async Task<Result<bool>> StartAsync(NpgsqlConnection connection, Caller caller, EmbeddingSet set, CancellationToken cancellationToken)
    {
        if (WhyNot(set.Model, await connection.ReadSetsAsync(cancellationToken)) is { } reason)
        {
            return reason;
        }

        // An abort that broke off may have left its columns.
        await connection.ExecuteAsync(
            $"{SetColumns.LockSql}; {SetColumns.DropSql(SetColumns.Previous)}; {SetColumns.DropSql(SetColumns.Next)}; {RetireSql}; {SetColumns.AddSql(SetColumns.Next, set.Model.Dimensions)}",
            [],
            cancellationToken);
        await connection.ExecuteAsync(
            InsertSql,
            [
                new() { Value = set.Id }, new() { Value = set.Model.Provider }, new() { Value = set.Model.Id }, new() { Value = set.Model.Version },
                new() { Value = set.Model.Dimensions }, new() { Value = caller.UserId },
            ],
            cancellationToken);
        await connection.AuditAsync(caller, "reembed.start", set, cancellationToken);
        return true;
    }

    private static Failure? WhyNot(EmbeddingModel model, IReadOnlyDictionary<string, EmbeddingSet> sets)
    {
        if (sets.TryGetValue(EmbeddingSetRole.Next, out var next))
        {
            return ReembedFailures.Running(next.Model);
        }

        if (!sets.TryGetValue(EmbeddingSetRole.Active, out var active))
        {
            return ReembedFailures.NothingEmbedded;
        }

        return active.Model == model ? ReembedFailures.SameModel(model) : null;
    }
}
