using CommonTrace.Core.Jobs;
using Npgsql;

namespace CommonTrace.Core.Embeddings.Reembed;

/// <summary>How far the change of the model is that was asked for last.</summary>
public sealed class GetReembedding(QueueDatabase database, TimeProvider time)
{
    private const string SetSql =
        $"""
        select {EmbeddingSets.Columns}, phase, paused, created_at, swapped_at,
            coalesce(error, (
                select format('The provider is left alone until %s: %s', c.open_until, coalesce(c.detail, c.code)) from embedding_circuits c
                where c.provider = s.provider and c.model_id = s.model_id and c.state <> 'closed' and s.role = 'next')),
            (select count(*) from embedding_jobs where status = 'completed' and completed_at > now() - interval '1 minute' and embedding_set_id = s.id)
        from embedding_sets s where requested_by is not null order by created_at desc limit 1
        """;

    /// <summary>Runs it; counts the traces, which takes a second for a million of them.</summary>
    public async Task<Result<ReembeddingProgress>> ExecuteAsync(CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(SetSql, [], Read, cancellationToken);
        if (found is not [var progress])
        {
            return ReembedFailures.None;
        }

        try
        {
            return await CountAsync(progress, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedColumn)
        {
            // The sets changed places in this moment.
            return await ExecuteAsync(cancellationToken);
        }
    }

    private async Task<ReembeddingProgress> CountAsync(ReembeddingProgress progress, CancellationToken cancellationToken)
    {
        if (SuffixOf(progress.Set.Role) is not { } suffix)
        {
            return progress;
        }

        var (all, done, failed) = (await database.QueryAsync(
            CountSql(suffix, progress.Set.Role == EmbeddingSetRole.Next ? "j.embedding_set_id = $1" : "j.embedding_set_id is null"),
            progress.Set.Role == EmbeddingSetRole.Next ? [new() { Value = progress.Set.Id }] : [],
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellationToken))[0];
        var remaining = all - done - failed;
        var isRunning = progress is { State: "filling", IsPaused: false, RatePerMinute: > 0 } && remaining > 0;
        return progress with
        {
            Done = done,
            Remaining = remaining,
            Failed = failed,
            ExpectedEndAt = isRunning ? time.GetUtcNow() + TimeSpan.FromMinutes((double)remaining / progress.RatePerMinute) : null,
        };
    }

    // A failed job counts while its content stands without a vector.
    private static string CountSql(string suffix, string ofSet) =>
        $"""
        select count(*), count(*) filter (where not is_missing),
            count(*) filter (where is_missing and exists (
                select from embedding_jobs j where j.trace_id = t.id and {ofSet} and j.status = 'failed' and j.content_hash = t.content_hash))
        from (select id, content_hash, embedding{suffix} is null or embedding{suffix}_hash is distinct from content_hash as is_missing from traces) t
        """;

    private static string? SuffixOf(string role) => role switch
    {
        EmbeddingSetRole.Next => SetColumns.Next,
        EmbeddingSetRole.Active => SetColumns.Active,
        EmbeddingSetRole.Previous => SetColumns.Previous,
        _ => null,
    };

    private static ReembeddingProgress Read(NpgsqlDataReader row)
    {
        var set = EmbeddingSets.Read(row);
        var state = (set.Role, row.GetString(6)) switch
        {
            (EmbeddingSetRole.Previous, _) => "rolled_back",
            (EmbeddingSetRole.Next, "ready") => "indexing",
            var (_, phase) => phase,
        };
        return new ReembeddingProgress(
            set, state, row.GetBoolean(7), 0, 0, 0, row.GetInt64(11), null, row.GetFieldValue<DateTimeOffset>(8),
            row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9), row.IsDBNull(10) ? null : row.GetString(10));
    }
}

/// <summary>How far a change of the model is.</summary>
/// <param name="Set">The new vectors.</param>
/// <param name="State"><c>filling</c>, <c>indexing</c> (until searches read them), <c>ready</c> (they do), <c>rolled_back</c>, or <c>aborted</c>.</param>
/// <param name="IsPaused">Whether nothing is embedded for it until it is resumed.</param>
/// <param name="Done">How many traces have their vector.</param>
/// <param name="Remaining">How many have none yet. After an abort both are 0: the vectors are gone.</param>
/// <param name="Failed">How many got none, and are tried no more: their jobs are dead letters.</param>
/// <param name="RatePerMinute">How many were embedded in the last minute.</param>
/// <param name="ExpectedEndAt">When the last vector is there, at that rate; the index is built after it. Null when nothing moves.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="SwappedAt">Since when searches read the new vectors.</param>
/// <param name="Error">What holds it up.</param>
public sealed record ReembeddingProgress(
    EmbeddingSet Set, string State, bool IsPaused, long Done, long Remaining, long Failed, long RatePerMinute, DateTimeOffset? ExpectedEndAt,
    DateTimeOffset StartedAt, DateTimeOffset? SwappedAt, string? Error);
