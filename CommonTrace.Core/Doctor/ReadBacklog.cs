using System.Text.Json;
using CommonTrace.Core.Jobs;

namespace CommonTrace.Core.Doctor;

/// <summary>Reads what is still to do for the traces, and what failed. Whatever may be many is counted up to a bound.</summary>
public sealed class ReadBacklog(QueueDatabase database)
{
    /// <summary>Up to where is counted; what reaches it is at least that.</summary>
    public const int MostCounted = 100_000;

    // The condition of the sweep: what has neither a job that lives nor a dead letter for its content.
    private const string Sql =
        """
        select jsonb_build_object(
            'traces', (select case when reltuples >= $1 then reltuples::bigint else (select count(*) from traces) end from pg_class where oid = 'traces'::regclass),
            'without_vector', (select count(*) from (select from traces where embedding is null or embedding_hash is distinct from content_hash limit $1) m),
            'without_job', (
                select count(*) from (
                    select id, content_hash from traces where embedding is null or embedding_hash is distinct from content_hash order by id limit $1 / 10) m
                where not exists (
                    select from embedding_jobs j
                    where j.trace_id = m.id and j.embedding_set_id is null
                        and (j.status in ('pending', 'processing') or (j.status = 'failed' and j.content_hash = m.content_hash)))),
            'without_words', (select count(*) from (select from trace_search where words is null limit $1) w),
            'failed_by_code', (
                select coalesce(jsonb_agg(jsonb_build_object('code', error_code, 'jobs', jobs) order by jobs desc, error_code), '[]') from (
                    select j.error_code, count(*) as jobs
                    from (select tenant_id from embedding_job_counts where status = 'failed' group by tenant_id having sum(jobs) > 0) t
                    cross join lateral (select error_code from embedding_jobs where tenant_id = t.tenant_id and status = 'failed' limit $1 / 10) j
                    group by j.error_code) f),
            'reembedding', (
                select jsonb_build_object('model', model_id, 'phase', phase, 'is_paused', paused, 'error', error) from embedding_sets where role = 'next'))::text
        """;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Runs it.</summary>
    public async Task<Backlog> ExecuteAsync(CancellationToken cancellationToken)
    {
        var read = await database.QueryAsync(Sql, [new() { Value = MostCounted }], row => row.GetString(0), cancellationToken);
        return JsonSerializer.Deserialize<Backlog>(read[0], Json)!;
    }
}

/// <summary>What is still to do for the traces of all tenants, and what failed.</summary>
/// <param name="Traces">How many there are; of many, as the database estimates it.</param>
/// <param name="WithoutVector">How many have no vector of what they say now; at most <see cref="ReadBacklog.MostCounted"/>.</param>
/// <param name="WithoutJob">How many of the first 10,000 of those have no job either.</param>
/// <param name="WithoutWords">How many have words that are not indexed yet; at most <see cref="ReadBacklog.MostCounted"/>.</param>
/// <param name="FailedByCode">The dead letters by what they met, the most frequent first; of a tenant, at most 10,000.</param>
/// <param name="Reembedding">The change of the model that is under way; null without one.</param>
public sealed record Backlog(
    long Traces, long WithoutVector, long WithoutJob, long WithoutWords, IReadOnlyList<FailedJobs> FailedByCode, RunningReembedding? Reembedding);

/// <summary>How many jobs failed with a code.</summary>
public sealed record FailedJobs(string Code, long Jobs);

/// <summary>A change of the model that is under way.</summary>
public sealed record RunningReembedding(string Model, string Phase, bool IsPaused, string? Error);
