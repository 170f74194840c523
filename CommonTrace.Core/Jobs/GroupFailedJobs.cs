namespace CommonTrace.Core.Jobs;

/// <summary>Groups the dead letters of all tenants by what they met.</summary>
public sealed class GroupFailedJobs(QueueDatabase database)
{
    // Counted on the index alone; of each group one row is read, the newest.
    private const string Sql =
        """
        select g.error_code, g.jobs, g.first_at, g.last_at, newest.error
        from (
            select error_code, count(*) as jobs, min(completed_at) as first_at, max(completed_at) as last_at
            from embedding_jobs where status = 'failed' group by error_code
        ) g cross join lateral (
            select error from embedding_jobs where status = 'failed' and error_code = g.error_code order by completed_at desc limit 1
        ) newest
        order by g.jobs desc, g.error_code
        """;

    /// <summary>Runs it; the largest group comes first.</summary>
    public Task<List<FailedJobGroup>> ExecuteAsync(CancellationToken cancellationToken) => database.QueryAsync(
        Sql, [],
        row => new FailedJobGroup(
            row.GetString(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.IsDBNull(4) ? null : row.GetString(4)),
        cancellationToken);
}

/// <summary>Dead letters that met the same.</summary>
/// <param name="ErrorCode">What they met, by a name that never changes.</param>
/// <param name="Jobs">How many there are.</param>
/// <param name="FirstAt">When the first of them failed.</param>
/// <param name="LastAt">When the last did.</param>
/// <param name="Error">What the last one met, in a sentence.</param>
public sealed record FailedJobGroup(string ErrorCode, long Jobs, DateTimeOffset FirstAt, DateTimeOffset LastAt, string? Error);
