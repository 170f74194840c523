using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Jobs;

/// <summary>What comes round: leases of lost workers, traces without a job, old records. Any process may run it, also several at once.</summary>
public sealed class JobUpkeep(QueueDatabase database, IOptions<QueueOptions> options)
{
    private const string RescueSql =
        """
        update embedding_jobs j
        set status = case when attempt < max_attempts then 'pending' else 'failed' end,
            completed_at = case when attempt < max_attempts then null else now() end,
            claimed_by = null, lease_expires_at = null, updated_at = now(), error_code = 'job.lease_expired', error = lost.error,
            errors = (case when jsonb_array_length(errors) < 20 then errors else errors - 0 end)
                || jsonb_build_object('attempt', attempt, 'at', now(), 'code', 'job.lease_expired', 'error', lost.error)
        from (
            select id, format('The worker %s was lost, or could not renew its lease.', claimed_by) as error
            from embedding_jobs where status = 'processing' and lease_expires_at < now()
            order by lease_expires_at limit 1000 for update skip locked
        ) lost
        where j.id = lost.id
        returning j.status
        """;

    // A dead letter for the same content stays dead: it is for people to retry.
    private const string SweepSql =
        """
        insert into embedding_jobs (id, tenant_id, trace_id, status, priority, attempt, max_attempts, content_hash)
        select new.id, t.tenant_id, t.trace_id, 'pending', -5, 0, 5, t.content_hash
        from (
            select t.tenant_id, t.id as trace_id, t.content_hash, row_number() over () as number
            from traces t
            where (t.embedding is null or t.embedding_hash is distinct from t.content_hash)
                and not exists (
                    select from embedding_jobs j
                    where j.trace_id = t.id and j.embedding_set_id is null
                        and (j.status in ('pending', 'processing') or (j.status = 'failed' and j.content_hash = t.content_hash)))
            limit cardinality($1::uuid[])
        ) t join unnest($1::uuid[]) with ordinality new (id, number) on new.number = t.number
        on conflict do nothing
        returning id
        """;

    private const string RetainSql =
        """
        delete from embedding_jobs where id = any(array(
            select id from embedding_jobs where status = 'completed' and completed_at < now() - $1 order by completed_at limit 5000 for update skip locked))
        """;

    private const string ForgetKeysSql = "delete from idempotency_keys where created_at < now() - interval '24 hours'";

    private const string ForgetWorkersSql = "delete from embedding_workers where last_seen_at < now() - interval '1 day'";

    private const string AddUpSql =
        """
        with taken as (
            delete from embedding_job_counts returning tenant_id, status, jobs
        )
        insert into embedding_job_counts (tenant_id, status, jobs)
        select tenant_id, status, sum(jobs) from taken group by tenant_id, status having sum(jobs) <> 0
        """;

    /// <summary>Makes jobs whose lease ended pending again, or ends them if that was their last attempt. Returns how many of each.</summary>
    public async Task<(int Pending, int Failed)> RescueAsync(CancellationToken cancellationToken)
    {
        var statuses = await database.QueryAsync(RescueSql, [], row => row.GetString(0), cancellationToken);
        return (statuses.Count(status => status == JobStatus.Pending), statuses.Count(status => status == JobStatus.Failed));
    }

    /// <summary>
    /// Gives a job to every trace whose content has no vector and that has none (loaded by SQL, restored from a backup, edited by hand).
    /// Returns how many jobs were made, at most <paramref name="limit"/>.
    /// </summary>
    public async Task<int> SweepAsync(int limit, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            SweepSql, [new() { Value = Enumerable.Range(0, limit).Select(_ => Guid.CreateVersion7()).ToArray() }], row => row.GetGuid(0), cancellationToken)).Count;

    /// <summary>Removes records that have served: completed jobs after <see cref="QueueOptions.Retention"/>, failed ones never. Returns how many jobs were removed.</summary>
    public async Task<int> RetainAsync(CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(ForgetKeysSql, [], cancellationToken);
        await database.ExecuteAsync(ForgetWorkersSql, [], cancellationToken);
        int removed, all = 0;
        do
        {
            removed = await database.ExecuteAsync(RetainSql, [new() { Value = options.Value.Retention }], cancellationToken);
            all += removed;
        }
        while (removed > 0);

        return all;
    }

    /// <summary>Adds up the changes to the counts of jobs, so that reading them stays cheap.</summary>
    public Task AddUpCountsAsync(CancellationToken cancellationToken) => database.ExecuteAsync(AddUpSql, [], cancellationToken);
}
