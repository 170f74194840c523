using System.Text.Json;
using CommonTrace.Core.Embeddings;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Import;

/// <summary>The SQL of an import. In all of it $1 is the tenant.</summary>
internal static class ImportSql
{
    /// <summary>Makes the table that lines are copied to. COPY does not write to a table with row-level security, and cannot pass over what is there.</summary>
    public static string CreateOf(EmbeddingModel? model) =>
        $"""
        create temp table import_lines (
            line bigint, id uuid, contributor_id uuid, title text, context_text text, solution_text text, content_hash bytea, solution_hash bytea, tags text[],
            agent_model text, agent_version text, metadata_json jsonb, review_after timestamptz, watch_condition text, tokens_to_resolution integer,
            status text, trust_score numeric, confirmation_count integer, is_seed boolean, version integer, edited_by uuid, safety_flags text[],
            flagged_at timestamptz, created_at timestamptz, updated_at timestamptz, job_id uuid{(model is null ? "" : ", embedding vector, embedded_at timestamptz")}
        ) on commit drop
        """;

    public const string Copy = "copy import_lines from stdin (format binary)";

    public const string People =
        """
        insert into users (id, tenant_id, display_name, created_at)
        select id, $1, display_name, coalesce(created_at, now()) from jsonb_populate_recordset(null::users, $2) order by id
        on conflict (id) do nothing
        """;

    // A re-embedding may exchange the columns at any moment: the model is looked up under the statement's own lock.
    private const string VectorColumns = ", embedding, embedding_hash, embedding_model_id, embedding_model_version, embedded_at";

    private const string IsActive =
        "embedding is not null and exists (select from embedding_sets where role = 'active' and model_id = $2 and model_version = $3)";

    /// <summary>Lets $2 supersede $3; answers how many of the latter are not there. The lock keeps them until the end.</summary>
    public const string Tie =
        """
        with wanted as (
            select * from unnest($2, $3) as w (id, older) where id <> older
        ), standing as materialized (
            select t.id from traces t where t.tenant_id = $1 and t.id = any($3) order by t.id for key share
        ), tied as (
            update traces t set supersedes_trace_id = w.older from wanted w join standing s on s.id = w.older
            where t.tenant_id = $1 and t.id = w.id and t.supersedes_trace_id is null
        )
        select count(*)::integer from wanted w where not exists (select from standing s where s.id = w.older)
        """;

    /// <summary>
    /// Stores what was copied; with a model, its vectors. A trace that others stored in this moment is passed over. No traceparent: the request's
    /// telemetry would get a span of every trace.
    /// </summary>
    public static string InsertOf(EmbeddingModel? model)
    {
        var (columns, values) = model is null ? ("", "") : (VectorColumns, string.Concat(
            VectorValues(model).Select(value => $",\n                case when {IsActive} then {value} end")));
        return
            $"""
            with added as (
                insert into traces (id, tenant_id, contributor_id, title, context_text, solution_text, content_hash, solution_hash, agent_model, agent_version,
                    metadata_json, review_after, watch_condition, tokens_to_resolution, status, trust_score, confirmation_count, is_seed, version, edited_by,
                    safety_flags, flagged_at, created_at, updated_at{columns})
                select id, $1, contributor_id, title, context_text, solution_text, content_hash, solution_hash, agent_model, agent_version,
                    metadata_json, review_after, watch_condition, tokens_to_resolution, status, trust_score, confirmation_count, is_seed, version, edited_by,
                    safety_flags, flagged_at, coalesce(created_at, now()), coalesce(updated_at, created_at, now()){values}
                from import_lines order by line
                on conflict do nothing
                returning id, embedding is not null as has_vector
            ), tagged as (
                insert into trace_tags (trace_id, tag_id, tenant_id)
                select l.id, g.id, $1
                from added join import_lines l using (id) cross join unnest(l.tags) wanted (name) join tags g on g.tenant_id = $1 and g.name = wanted.name
            ), queued as (
                insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
                select l.job_id, $1, l.id, 'pending', -5, 0, 5, l.content_hash from added join import_lines l using (id) where not has_vector
            )
            select id, has_vector from added
            """;
    }

    private static string[] VectorValues(EmbeddingModel model) =>
        [$"embedding::{VectorColumn.TypeOf(model.Dimensions)}", "content_hash", "$2", "$3", "embedded_at"];

    public static NpgsqlParameter[] InsertParameters(Guid tenantId, EmbeddingModel? model) =>
        model is null ? [new() { Value = tenantId }] : [new() { Value = tenantId }, new() { Value = model.Id }, new() { Value = model.Version }];

    /// <summary>A statement that takes rows as JSON: its second parameter.</summary>
    public static NpgsqlBatchCommand Rows<TRow>(string sql, Guid tenantId, IReadOnlyCollection<TRow> rows) => new(sql)
    {
        Parameters =
        {
            new() { Value = tenantId }, new() { Value = JsonSerializer.SerializeToUtf8Bytes(rows, ReadLine.Json), NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };
}
