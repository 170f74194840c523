using CommonTrace.Core.Users;

namespace CommonTrace.Core.Jobs;

/// <summary>Counts the jobs of one tenant.</summary>
public sealed class GetJobStats(QueueDatabase database, JobTenant tenants)
{
    /// <summary>$1 tenant. Its longest due job is the first of one of its lines: one jump over the index for each priority there is.</summary>
    internal static readonly string Sql =
        $"""
        select
            coalesce(sum(jobs) filter (where status = 'pending'), 0)::bigint, coalesce(sum(jobs) filter (where status = 'processing'), 0)::bigint,
            coalesce(sum(jobs) filter (where status = 'completed'), 0)::bigint, coalesce(sum(jobs) filter (where status = 'failed'), 0)::bigint,
            (select extract(epoch from now() - least(({OldestOf("is null")}), ({OldestOf("is not null")})))::float8),
            (select count(*) from embedding_jobs where tenant_id = $1 and status = 'completed' and completed_at > now() - interval '1 minute')
        from embedding_job_counts where tenant_id = $1
        """;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="tenantId">Whose jobs; null for the caller's own tenant's.</param>
    public async Task<Result<JobStats>> ExecuteAsync(Caller caller, Guid? tenantId, CancellationToken cancellationToken)
    {
        if (!(await tenants.ResolveAsync(caller, tenantId, cancellationToken)).Succeeded(out var tenant, out var failure))
        {
            return failure;
        }

        return (await database.QueryAsync(
            Sql, [new() { Value = tenant }],
            row => new JobStats(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<double?>(4), row.GetInt64(5)),
            cancellationToken))[0];
    }

    private static string OldestOf(string ofSet) =>
        $"""
        with recursive levels as (
            (select priority from embedding_jobs where status = 'pending' and embedding_set_id {ofSet}
            order by priority desc, tenant_id, scheduled_at, id limit 1)
            union all
            select next.priority from levels l cross join lateral (
                select priority from embedding_jobs where status = 'pending' and embedding_set_id {ofSet} and priority < l.priority
                order by priority desc, tenant_id, scheduled_at, id limit 1) next
        )
        select min(oldest.scheduled_at) from levels l cross join lateral (
            select scheduled_at from embedding_jobs
            where status = 'pending' and embedding_set_id {ofSet} and priority = l.priority and tenant_id = $1 and scheduled_at <= now()
            order by scheduled_at, id limit 1) oldest
        """;
}

/// <summary>How a tenant's jobs stand.</summary>
/// <param name="Pending">How many wait.</param>
/// <param name="Processing">How many a worker has in hand.</param>
/// <param name="Completed">How many are embedded, those that retention removed not counted.</param>
/// <param name="Failed">How many are dead letters.</param>
/// <param name="OldestDueSeconds">For how long the longest due job has been due; null when none is.</param>
/// <param name="CompletedLastMinute">How many were completed in the last minute.</param>
public sealed record JobStats(long Pending, long Processing, long Completed, long Failed, double? OldestDueSeconds, long CompletedLastMinute);
