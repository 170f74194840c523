using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs;

/// <summary>What a worker does with jobs: claim, complete, fail, renew, release. Each is one short statement, fenced by the attempt.</summary>
public sealed class JobQueue(QueueDatabase database, IOptions<QueueOptions> options)
{
    private const string FailSql =
        """
        update embedding_jobs j
        set status = case when r.is_dead then 'failed' else 'pending' end, completed_at = case when r.is_dead then now() end,
            attempt = j.attempt - r.given_back, scheduled_at = now() + r.delay, claimed_by = null, lease_expires_at = null,
            error_code = r.code, error = r.error, updated_at = now(),
            errors = (case when jsonb_array_length(j.errors) < 20 then j.errors else j.errors - 0 end)
                || jsonb_build_object('attempt', j.attempt, 'at', now(), 'code', r.code, 'error', r.error)
        from (
            select f.*, f.is_permanent or (k.attempt >= k.max_attempts and not f.is_providers) as is_dead,
                case when f.is_providers and not f.is_permanent then 1 else 0 end as given_back
            from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::interval[])
                f (id, attempt, code, error, is_permanent, is_providers, delay)
            join embedding_jobs k on k.id = f.id
        ) r
        where j.id = r.id and j.attempt = r.attempt and j.status = 'processing'
        returning j.id, j.status
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

    /// <summary>Takes up to <paramref name="count"/> due jobs of a set: by priority, evenly among tenants, the longest due first. None while the queue is paused or the provider's circuit open.</summary>
    public async Task<List<ClaimedJob>> ClaimAsync(string worker, int count, EmbeddingSet set, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Once sent it is waited for: a claim that is called off half-way may have taken jobs, and nobody would know.
        return await database.QueryAsync(
            set.Sql.Claim,
            [
                new() { Value = count }, new() { Value = worker }, new() { Value = options.Value.Lease },
                new() { Value = set.Model.Id }, new() { Value = set.Model.Version }, new() { Value = set.Model.Provider }, new() { Value = set.Id },
            ],
            row => new ClaimedJob(
                row.GetGuid(0), row.GetGuid(1), row.GetInt32(2), row.GetInt32(3),
                row.IsDBNull(6) ? "" : EmbeddingText.Of(row.GetString(6), row.GetString(7), row.GetString(8)),
                row.IsDBNull(9) ? null : row.GetString(9), row.GetBoolean(4), row.GetBoolean(5)),
            CancellationToken.None);
    }

    /// <summary>
    /// Stores the vectors and completes the jobs, those whose attempt, content and set are still the same. Returns the ids that were: what
    /// is missing was lost to another worker, or its trace was edited or deleted meanwhile.
    /// </summary>
    public async Task<IReadOnlySet<Guid>> CompleteAsync(
        IReadOnlyList<EmbeddedJob> embedded, EmbeddingSet set, TimeSpan duration, CancellationToken cancellationToken)
    {
        var completed = await database.QueryAsync(
            set.Sql.Complete,
            [
                .. Fence([.. embedded.Select(result => result.Job)]), .. Identity(set),
                new() { Value = embedded.Select(result => result.Vector).ToArray() },
                new() { Value = (int)duration.TotalMilliseconds },
                new() { Value = embedded.Select(result => result.TokenCount).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = embedded.Select(result => result.Truncated).ToArray() },
            ],
            row => row.GetGuid(0),
            cancellationToken);
        return completed.ToHashSet();
    }

    /// <summary>Completes jobs whose content has its vector already, on another trace. Returns the ids that were, as <see cref="CompleteAsync"/>.</summary>
    public async Task<IReadOnlySet<Guid>> ReuseAsync(IReadOnlyList<ClaimedJob> jobs, EmbeddingSet set, CancellationToken cancellationToken) =>
        (await database.QueryAsync(set.Sql.Reuse, [.. Fence(jobs), .. Identity(set)], row => row.GetGuid(0), cancellationToken)).ToHashSet();

    /// <summary>Notes failed attempts: tried again after the delay, or <c>failed</c> when that is no use or was the last. A fault that is the provider's own costs no attempt.</summary>
    /// <returns>The new status of each job that was still ours.</returns>
    public async Task<IReadOnlyDictionary<Guid, string>> FailAsync(IReadOnlyList<FailedJob> failed, CancellationToken cancellationToken)
    {
        var ended = await database.QueryAsync(
            FailSql,
            [
                .. Fence([.. failed.Select(one => one.Job)]),
                new() { Value = failed.Select(one => one.Fault.Code).ToArray() },
                new() { Value = failed.Select(one => one.Fault.Detail).ToArray() },
                new() { Value = failed.Select(one => one.Fault.IsPermanent).ToArray() },
                new() { Value = failed.Select(one => one.Fault.IsProviders).ToArray() },
                new() { Value = failed.Select(one => one.Delay).ToArray() },
            ],
            row => (Id: row.GetGuid(0), Status: row.GetString(1)),
            cancellationToken);
        return ended.ToDictionary(job => job.Id, job => job.Status);
    }

    /// <summary>Holds the jobs for another lease. Returns those that are still ours.</summary>
    public Task<List<Guid>> RenewAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken cancellationToken) =>
        database.QueryAsync(RenewSql, [.. Fence(jobs), new() { Value = options.Value.Lease }], row => row.GetGuid(0), cancellationToken);

    /// <summary>Gives jobs back as if they had not been claimed.</summary>
    public Task<List<Guid>> ReleaseAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken cancellationToken) =>
        database.QueryAsync(ReleaseSql, Fence(jobs), row => row.GetGuid(0), cancellationToken);

    /// <summary>How long until a claim may find work; null when nothing is pending or the queue is paused until told otherwise.</summary>
    public async Task<TimeSpan?> NextDueAsync(EmbeddingSet set, CancellationToken cancellationToken)
    {
        var seconds = await database.QueryAsync(
            set.Sql.NextDue, [new() { Value = set.Model.Provider }, new() { Value = set.Model.Id }], row => row.GetDouble(0), cancellationToken);
        return seconds is [var due] ? TimeSpan.FromSeconds(due) : null;
    }

    private static NpgsqlParameter[] Fence(IReadOnlyList<ClaimedJob> jobs) =>
        [new() { Value = jobs.Select(job => job.Id).ToArray() }, new() { Value = jobs.Select(job => job.Attempt).ToArray() }];

    private static NpgsqlParameter[] Identity(EmbeddingSet set) =>
        [new() { Value = set.Id }, new() { Value = set.Model.Id }, new() { Value = set.Model.Version }];
}
