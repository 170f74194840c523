using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Search.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Traces;

/// <summary>Writes a new trace with its tags, its words, its embedding job and its idempotency key: one transaction, one round trip.</summary>
public sealed class StoreTrace(CommonTraceDbContext database)
{
    // Sorted, so that two callers with common tags never wait for each other in a circle.
    internal const string TagsSql =
        """
        insert into tags (id, tenant_id, name)
        select id, $1, name from unnest($2::uuid[], $3::text[]) as new (id, name) order by name
        on conflict (tenant_id, name) do nothing
        """;

    private const string TraceSql =
        """
        with trace as (
            insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count,
                contributor_id, agent_model, agent_version, metadata_json, is_seed, review_after, watch_condition, supersedes_trace_id, solution_hash, safety_flags, tokens_to_resolution)
            values ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9, $10, $11, false, $18, $19, $20, $26, $27, $28)
        ), words as (
            insert into trace_search (trace_id, tenant_id, head, words, signature) values ($1, $2, $21, word_vector($22, $23, $24), $25)
        ), link as (
            insert into trace_tags (trace_id, tag_id, tenant_id) select $1, g.id, $2 from tags g where g.tenant_id = $2 and g.name = any($12)
        ), request as (
            insert into idempotency_keys (tenant_id, user_id, key, request_hash, trace_id) select $2, $8, $13, $14, $1 where $13 is not null
        )
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, traceparent)
        values ($15, $2, $1, $16, 0, 0, 5, $6, $17)
        """;

    /// <summary>Runs it on the context's open connection.</summary>
    /// <param name="tags">Normalised names, each once.</param>
    /// <param name="request">Null when the caller gave no key.</param>
    /// <exception cref="PostgresException">A unique constraint was in the way: the content, the key or the id stands already.</exception>
    public async Task ExecuteAsync(
        Trace trace, EmbeddingJob job, IdempotencyKey? request, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection());
        var names = tags.ToArray();
        if (names.Length > 0)
        {
            batch.BatchCommands.Add(Command(TagsSql, trace.TenantId, names.Select(_ => Guid.CreateVersion7()).ToArray(), names));
        }

        batch.BatchCommands.Add(Command(TraceSql,
        [
            trace.Id, trace.TenantId, trace.Title, trace.ContextText, trace.SolutionText, trace.ContentHash, trace.Status, trace.ContributorId,
            Text(trace.AgentModel), Text(trace.AgentVersion), new NpgsqlParameter { Value = OrNull(trace.MetadataJson), NpgsqlDbType = NpgsqlDbType.Jsonb }, names,
            Text(request?.Key), new NpgsqlParameter { Value = OrNull(request?.RequestHash), NpgsqlDbType = NpgsqlDbType.Bytea },
            job.Id, job.Status, Text(job.Traceparent),
            new NpgsqlParameter { Value = OrNull(trace.ReviewAfter), NpgsqlDbType = NpgsqlDbType.TimestampTz }, Text(trace.WatchCondition),
            new NpgsqlParameter { Value = OrNull(trace.SupersedesTraceId), NpgsqlDbType = NpgsqlDbType.Uuid },
            .. TraceWords.Of(trace.Title, names, trace.ContextText, trace.SolutionText).Parameters(trace.TenantId),
            new NpgsqlParameter { Value = OrNull(trace.SolutionHash), NpgsqlDbType = NpgsqlDbType.Bytea }, trace.SafetyFlags,
            new NpgsqlParameter { Value = OrNull(trace.TokensToResolution), NpgsqlDbType = NpgsqlDbType.Integer },
        ]));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(values.Select(value => value as NpgsqlParameter ?? new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = OrNull(value), NpgsqlDbType = NpgsqlDbType.Text };

    private static object OrNull(object? value) => value ?? DBNull.Value;
}
