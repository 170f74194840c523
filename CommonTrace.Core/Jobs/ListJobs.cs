using CommonTrace.Core.Paging;
using CommonTrace.Core.Users;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs;

/// <summary>Lists the jobs of one tenant, the newest first.</summary>
public sealed class ListJobs(QueueDatabase database, JobTenant tenants)
{
    /// <summary>One walk down the index for each status. $1 tenant, $2 the id that the page before ended with, $3 how many and one more.</summary>
    internal static readonly IReadOnlyDictionary<string, string> OfStatusSql = JobStatus.All.ToDictionary(
        status => status,
        status => $"select {JobView.Columns} from embedding_jobs where tenant_id = $1 and status = '{status}' and id < $2 order by id desc limit $3");

    internal static readonly string AllSql =
        $"select {JobView.Columns} from (({string.Join(") union all (", OfStatusSql.Values)})) jobs order by id desc limit $3";

    // Materialized: else the planner, sure of finding enough, may read all of the tenant's jobs for those of one trace. $4 trace, $5 status or null.
    private const string OfTraceSql =
        $"""
        with jobs as materialized (select * from embedding_jobs where trace_id = $4)
        select {JobView.Columns} from jobs
        where tenant_id = $1 and id < $2 and ($5::text is null or status = $5) order by id desc limit $3
        """;

    /// <summary>Runs it.</summary>
    public async Task<Result<Page<JobView>>> ExecuteAsync(Caller caller, JobQuery query, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryRead(query.Cursor, out var before))
        {
            return PageCursor.Failure;
        }

        if (!(await tenants.ResolveAsync(caller, query.TenantId, cancellationToken)).Succeeded(out var tenant, out var failure))
        {
            return failure;
        }

        var jobs = query.TraceId is { } trace
            ? await database.QueryAsync(
                OfTraceSql,
                [
                    new() { Value = tenant }, new() { Value = before }, new() { Value = query.Limit + 1 }, new() { Value = trace },
                    new() { Value = (object?)query.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                ],
                JobView.Read, cancellationToken)
            : await database.QueryAsync(
                query.Status is { } status ? OfStatusSql[status] : AllSql, [new() { Value = tenant }, new() { Value = before }, new() { Value = query.Limit + 1 }], JobView.Read, cancellationToken);
        return Page<JobView>.Of(jobs, query.Limit, job => job.Id);
    }
}

/// <summary>Which jobs are asked for.</summary>
/// <param name="TenantId">Whose; null for the caller's own tenant's.</param>
/// <param name="Status">One of <see cref="JobStatus"/>; null for all.</param>
/// <param name="TraceId">Those of one trace.</param>
/// <param name="Limit">How many; 1 to 100.</param>
/// <param name="Cursor">Where the page before ended; null for the first.</param>
public sealed record JobQuery(Guid? TenantId, string? Status, Guid? TraceId, int Limit, string? Cursor);
