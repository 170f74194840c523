using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>One step of a change of the model: plan jobs; when all vectors are there, build the indexes; when nothing is left, swap.</summary>
public sealed class AdvanceReembedding(
    PlanReembedding plan, SwapSets swap, QueueDatabase database, OwnerDatabase owner, VectorIndex index, EmbeddingSets sets, JobUpkeep upkeep,
    ILogger<AdvanceReembedding> logger)
{
    private const int MostSwept = 1_000;
    private const int LongestError = 2_000;

    private const string PhaseSql = "update embedding_sets set phase = $2, updated_at = now() where id = $1 and role = 'next' and phase <> $2";

    private const string ErrorSql = "update embedding_sets set error = $2 where id = $1 and role = 'next' and error is distinct from $2";

    // Where traces come in all the time there is always one that is not done. A rest so small, and a tenth of what is done at most, does not
    // hold up the index, nor, ten seconds later, the swap: the sweep gives its traces a job.
    private const int SmallRest = 500;
    private const int DonePerRest = 10;

    private const string IsLateSql =
        "select exists (select from embedding_sets where id = $1 and role = 'next' and phase = 'ready' and updated_at < now() - interval '10 seconds')";

    private const string RestSql =
        """
        with rest as (
            select count(*) as traces from (
                select from traces t
                where (t.embedding_next is null or t.embedding_next_hash is distinct from t.content_hash)
                    and not exists (
                        select from embedding_jobs j
                        where j.trace_id = t.id and j.embedding_set_id = $1 and j.status = 'failed' and j.content_hash = t.content_hash)
                limit $2 + 1) missing
        )
        select traces <= $2 and traces * $3 <= (select count(*) from (select from traces t where t.embedding_next_hash = t.content_hash limit $2 * $3) done)
        from rest
        """;

    /// <summary>Runs it once. Answers whether there is new work for the workers; then it is worth to run it again soon.</summary>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (await sets.NextAsync(cancellationToken) is not { } next)
        {
            return false;
        }

        try
        {
            return await StepAsync(next, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is
            PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.QueryCanceled)
        {
            // Aborted, or swapped by another process, in this moment.
            sets.Forget();
            if (!cancellationToken.IsCancellationRequested && (await sets.NextAsync(cancellationToken))?.Id == next.Id)
            {
                throw;
            }

            return false;
        }
        catch (PostgresException exception) when (!cancellationToken.IsCancellationRequested)
        {
            await TellAsync(next, exception.MessageText, cancellationToken);
            throw;
        }
    }

    private async Task<bool> StepAsync(EmbeddingSet next, CancellationToken cancellationToken)
    {
        var planned = await plan.ExecuteAsync(next, cancellationToken);
        if (planned is Planned.Nothing or Planned.Jobs || (planned is Planned.Rest && !await IsRestSmallAsync(next, cancellationToken)))
        {
            return planned is not Planned.Nothing;
        }

        await using var turn = await owner.TryTakeTurnAsync(cancellationToken);
        if (turn is null)
        {
            return false;
        }

        if (!await VectorIndex.IsValidAsync(turn, SetColumns.IndexOf(SetColumns.Next), cancellationToken))
        {
            await EnterAsync(next, "indexing", cancellationToken);
            await IndexAsync(turn, next, cancellationToken);
        }

        // Right after the index, what came in while it was built is embedded first.
        if (await EnterAsync(next, "ready", cancellationToken) || (planned is Planned.Rest && !await IsLateAsync(next, cancellationToken)))
        {
            return true;
        }

        return await SwapAsync(next, cancellationToken);
    }

    private async Task<bool> IsRestSmallAsync(EmbeddingSet next, CancellationToken cancellationToken) => (await database.QueryAsync(
        RestSql, [new() { Value = next.Id }, new() { Value = SmallRest }, new() { Value = DonePerRest }], row => row.GetBoolean(0), cancellationToken))[0];

    private async Task<bool> IsLateAsync(EmbeddingSet next, CancellationToken cancellationToken) =>
        (await database.QueryAsync(IsLateSql, [new() { Value = next.Id }], row => row.GetBoolean(0), cancellationToken))[0];

    private async Task<bool> EnterAsync(EmbeddingSet next, string phase, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(PhaseSql, [new() { Value = next.Id }, new() { Value = phase }], cancellationToken) > 0;

    private async Task IndexAsync(NpgsqlConnection turn, EmbeddingSet next, CancellationToken cancellationToken)
    {
        await turn.ExecuteAsync(SetColumns.ValidateSql(SetColumns.Next), [], cancellationToken);
        await VectorIndex.RebuildAsync(turn, $"ix_traces_unembedded{SetColumns.Next}", SetColumns.UnembeddedIndexSql(SetColumns.Next), cancellationToken);
        await turn.ExecuteAsync(SetColumns.AnalyzeSql(SetColumns.Next), [], cancellationToken);
        await index.BuildAsync(turn, SetColumns.Next, next.Model.Dimensions, cancellationToken);
    }

    private async Task<bool> SwapAsync(EmbeddingSet next, CancellationToken cancellationToken)
    {
        var swapped = await swap.ExecuteAsync(next, cancellationToken);
        if (swapped.Failure is { } failure)
        {
            logger.LogWarning("The vectors of {Model} are ready and wait for the swap: {Reason}", next.Model.Id, failure.Detail);
            await TellAsync(next, failure.Detail, cancellationToken);
            return false;
        }

        sets.Forget();
        logger.LogInformation("Searches read the vectors of {Model} {Version} now", next.Model.Id, next.Model.Version);
        return await upkeep.SweepAsync(MostSwept, cancellationToken) > 0;
    }

    private Task<int> TellAsync(EmbeddingSet next, string error, CancellationToken cancellationToken) => database.ExecuteAsync(
        ErrorSql, [new() { Value = next.Id }, new() { Value = EmbeddingText.Cut(error, LongestError) }], cancellationToken);
}
