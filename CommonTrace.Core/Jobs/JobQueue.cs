using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace CommonTrace.Core.Jobs;

/// <summary>
/// The queue's SQL. Each call is one short statement; no lock outlives it. Status values are literals, never parameters: only then can
/// a cached plan use the partial indexes. Time is the database's.
/// </summary>
public sealed class JobQueue(CommonTraceDbContext database, IOptions<QueueOptions> options)
{
    internal const string ClaimSql =
        """
        with due as (
            select id from embedding_jobs
            where status = 'pending' and scheduled_at <= now()
            order by priority desc, scheduled_at, id
            limit $1 for update skip locked
        ), expired as (
            select id from embedding_jobs
            where status = 'processing' and lease_expires_at < now() and attempt < max_attempts
            order by lease_expires_at
            limit $1 for update skip locked
        ), ours as (
            select id from expired union all select id from due limit $1
        )
        update embedding_jobs j
        set status = 'processing', attempt = j.attempt + 1, claimed_by = $2, lease_expires_at = now() + $3, updated_at = now(),
            content_hash = t.content_hash
        from ours join embedding_jobs k on k.id = ours.id join traces t on t.id = k.trace_id
        where j.id = ours.id
        returning j.id, j.trace_id, j.attempt, j.max_attempts, t.title, t.context_text, t.solution_text, j.traceparent
        """;

    private const string CompleteSql =
        """
        with held as (
            -- Locked first: an edit between this statement's snapshot and its update must not get the old text's vector.
            select t.id, t.content_hash from traces t join embedding_jobs j on j.trace_id = t.id
            where j.id = any($1) order by t.id for no key update of t
        ), done as (
            update embedding_jobs j
            set status = 'completed', completed_at = now(), updated_at = now(), claimed_by = null, lease_expires_at = null,
                error_code = null, error = null, embedding_model = $4, vector_count = 1, processing_time_ms = $6, token_count = r.tokens
            from unnest($1::uuid[], $2::int[], $7::int[]) r (id, attempt, tokens), held
            where j.id = r.id and j.attempt = r.attempt and j.status = 'processing'
                and held.id = j.trace_id and held.content_hash = j.content_hash
            returning j.id, j.trace_id
        )
        update traces t
        set embedding = v.embedding, embedding_model_id = $4, embedding_model_version = $5
        from done join unnest($1::uuid[], $3::vector[]) v (id, embedding) on v.id = done.id
        where t.id = done.trace_id
        returning done.id
        """;

    private const string FailSql =
        """
        update embedding_jobs j
        set status = case when $5 or (j.attempt >= j.max_attempts and not $7) then 'failed' else 'pending' end,
            completed_at = case when $5 or (j.attempt >= j.max_attempts and not $7) then now() end,
            attempt = case when $7 then j.attempt - 1 else j.attempt end,
            scheduled_at = now() + $6, claimed_by = null, lease_expires_at = null, error_code = $3, error = $4, updated_at = now()
        where j.id = $1 and j.attempt = $2 and j.status = 'processing'
        returning j.status
        """;

    private const string RenewSql =
        """
        update embedding_jobs j
        set lease_expires_at = now() + $3
        from unnest($1::uuid[], $2::int[]) r (id, attempt)
        where j.id = r.id and j.attempt = r.attempt and j.status = 'processing'
        returning j.id
        """;

    private const string ReleaseSql =
        """
        update embedding_jobs j
        set status = 'pending', attempt = j.attempt - 1, claimed_by = null, lease_expires_at = null, updated_at = now()
        from unnest($1::uuid[], $2::int[]) r (id, attempt)
        where j.id = r.id and j.attempt = r.attempt and j.status = 'processing'
        returning j.id
        """;

    private const string SweepSql =
        """
        with spent as (
            update embedding_jobs
            set status = 'failed', completed_at = now(), updated_at = now(), claimed_by = null, lease_expires_at = null,
                error_code = 'job.lease_expired', error = 'The worker was lost in the last attempt.'
            where status = 'processing' and lease_expires_at < now() and attempt >= max_attempts
            returning trace_id
        )
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select gen_random_uuid(), t.tenant_id, t.id, 'pending', 0, 0, 5, t.content_hash
        from traces t
        where t.embedding is null and not exists (select from embedding_jobs j where j.trace_id = t.id)
        limit $1
        on conflict do nothing
        returning id
        """;

    /// <summary>Takes up to <paramref name="count"/> due jobs, the most urgent first, and those whose worker was lost.</summary>
    public Task<List<ClaimedJob>> ClaimAsync(string worker, int count, CancellationToken cancellationToken) =>
        database.QueryAsync(
            ClaimSql,
            [new() { Value = count }, new() { Value = worker }, new() { Value = options.Value.Lease }],
            row => new ClaimedJob(
                row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetInt32(3),
                EmbeddingText.Of(row.GetString(4), row.GetString(5), row.GetString(6)),
                row.IsDBNull(7) ? null : row.GetString(7)),
            cancellationToken);

    /// <summary>
    /// Stores the vectors and completes the jobs, those whose attempt and content are still ours. Returns the ids that were: what is
    /// missing was lost to another worker, or its trace was edited or deleted meanwhile.
    /// </summary>
    public async Task<IReadOnlySet<Guid>> CompleteAsync(
        IReadOnlyList<EmbeddedJob> embedded, EmbeddingModel model, TimeSpan duration, CancellationToken cancellationToken)
    {
        var completed = await database.QueryAsync(
            CompleteSql,
            [
                new() { Value = embedded.Select(result => result.Job.Id).ToArray() },
                new() { Value = embedded.Select(result => result.Job.Attempt).ToArray() },
                new() { Value = embedded.Select(result => result.Vector).ToArray() },
                new() { Value = model.Id },
                new() { Value = model.Version },
                new() { Value = (int)duration.TotalMilliseconds },
                new() { Value = embedded.Select(result => result.TokenCount).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
            ],
            row => row.GetGuid(0),
            cancellationToken);
        return completed.ToHashSet();
    }

    /// <summary>Notes a failed attempt: tried again after <paramref name="delay"/>, or <c>failed</c> when that is no use or was the last.</summary>
    /// <remarks>A fault that is the provider's own costs the job no attempt.</remarks>
    /// <returns>The job's new status; null when the lease was lost.</returns>
    public async Task<string?> FailAsync(ClaimedJob job, ProviderFault fault, TimeSpan delay, CancellationToken cancellationToken)
    {
        var status = await database.QueryAsync(
            FailSql,
            [
                new() { Value = job.Id }, new() { Value = job.Attempt }, new() { Value = fault.Code }, new() { Value = fault.Detail },
                new() { Value = fault.IsPermanent }, new() { Value = delay }, new() { Value = fault.IsProviders },
            ],
            row => row.GetString(0),
            cancellationToken);
        return status.SingleOrDefault();
    }

    /// <summary>Holds the jobs for another lease. Returns those that are still ours.</summary>
    public Task<List<Guid>> RenewAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken cancellationToken) =>
        database.QueryAsync(
            RenewSql, [.. Fence(jobs), new() { Value = options.Value.Lease }], row => row.GetGuid(0), cancellationToken);

    /// <summary>Gives jobs back as if they had not been claimed.</summary>
    public Task<List<Guid>> ReleaseAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken cancellationToken) =>
        database.QueryAsync(
            ReleaseSql, Fence(jobs), row => row.GetGuid(0), cancellationToken);

    /// <summary>
    /// Gives a job to every trace that has neither vector nor job (loaded by SQL, restored from a backup), and ends jobs whose last
    /// attempt lost its worker. Returns how many jobs were made, at most <paramref name="limit"/>.
    /// </summary>
    public async Task<int> SweepAsync(int limit, CancellationToken cancellationToken) =>
        (await database.QueryAsync(SweepSql, [new() { Value = limit }], row => row.GetGuid(0), cancellationToken)).Count;

    private static NpgsqlParameter[] Fence(IReadOnlyList<ClaimedJob> jobs) =>
        [new() { Value = jobs.Select(job => job.Id).ToArray() }, new() { Value = jobs.Select(job => job.Attempt).ToArray() }];
}

/// <summary>A job whose text was embedded.</summary>
public sealed record EmbeddedJob(ClaimedJob Job, Vector Vector, int? TokenCount);
