using System.Diagnostics;
using CommonTrace.Core.Data;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Traces;

/// <summary>Writes the next version of a trace whose row is locked, and keeps the one that stood: one round trip.</summary>
public sealed class StoreVersion(CommonTraceDbContext database)
{
    private const string KeepSql =
        """
        insert into trace_versions (trace_id, version, tenant_id, title, context_text, solution_text, tags, metadata_json, edited_by, created_at)
        select id, version, tenant_id, title, context_text, solution_text, $3, metadata_json, coalesce(edited_by, contributor_id),
            case when version = 1 then created_at else updated_at end
        from traces where id = $1 and tenant_id = $2
        """;

    // The clock, not the transaction's start: of two that waited for the row, the later version has the later time.
    private const string ReviseSql =
        """
        update traces
        set title = $3, context_text = $4, solution_text = $5, content_hash = $6, solution_hash = sha256(convert_to($5, 'UTF8')), metadata_json = $7,
            review_after = $8, watch_condition = $9, edited_by = $10, safety_flags = $11, version = version + 1, updated_at = clock_timestamp()
        where id = $1 and tenant_id = $2
        """;

    private const string UntagSql =
        "delete from trace_tags tt using tags g where tt.trace_id = $1 and tt.tenant_id = $2 and g.id = tt.tag_id and g.name <> all($3)";

    private const string TagSql =
        """
        insert into trace_tags (trace_id, tag_id, tenant_id) select $1, g.id, $2 from tags g where g.tenant_id = $2 and g.name = any($3)
        on conflict do nothing
        """;

    // After all else: triggers empty the words when the text or the tags change.
    private const string WordsSql =
        "update trace_search set head = $3, words = word_vector($4, $5, $6), signature = $7 where trace_id = $1 and tenant_id = $2";

    // A job that waits does the new text's work at once, with attempts of its own. One in hand is left alone: its fence refuses the old text's
    // vector, and the worker gives it back.
    private const string JobSql =
        """
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash, traceparent)
        values ($3, $2, $1, 'pending', 0, 0, 5, $4, $5)
        on conflict (trace_id, embedding_set_id) where status in ('pending', 'processing') do update
        set priority = excluded.priority, scheduled_at = now(), max_attempts = embedding_jobs.attempt + excluded.max_attempts,
            content_hash = excluded.content_hash, traceparent = excluded.traceparent, updated_at = now()
        where embedding_jobs.status = 'pending'
        """;

    /// <summary>Runs it on the context's open transaction.</summary>
    /// <exception cref="PostgresException"><c>ix_traces_content_hash</c>: another trace has the same content.</exception>
    /// <param name="flags">Signs of injection or danger.</param>
    internal async Task ExecuteAsync(Caller caller, StandingTrace standing, TraceContent next, string[] flags, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection());
        var tags = next.Tags.Order(StringComparer.Ordinal).ToArray();
        if (tags.Length > 0)
        {
            batch.BatchCommands.Add(Command(StoreTrace.TagsSql, caller.TenantId, tags.Select(_ => Guid.CreateVersion7()).ToArray(), tags));
        }

        Add(KeepSql, Names(standing.Content.Tags));
        Add(
            ReviseSql, next.Title, next.ContextText, next.SolutionText, next.Hash, OrNull(next.MetadataJson, NpgsqlDbType.Jsonb),
            OrNull(next.ReviewAfter, NpgsqlDbType.TimestampTz), OrNull(next.WatchCondition, NpgsqlDbType.Text), caller.UserId, flags);
        Add(UntagSql, Names(tags));
        Add(TagSql, Names(tags));
        Add(WordsSql, [.. TraceWords.Of(next.Title, tags, next.ContextText, next.SolutionText).Parameters(caller.TenantId)]);
        if (!next.HasTextOf(standing.Content))
        {
            Add(JobSql, Guid.CreateVersion7(), next.Hash, OrNull(Activity.Current?.Id, NpgsqlDbType.Text));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);

        void Add(string sql, params object[] values) => batch.BatchCommands.Add(Command(sql, [standing.Id, caller.TenantId, .. values]));
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(values.Select(value => value as NpgsqlParameter ?? new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    private static NpgsqlParameter Names(IEnumerable<string> tags) => new() { Value = tags.ToArray() };

    private static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
