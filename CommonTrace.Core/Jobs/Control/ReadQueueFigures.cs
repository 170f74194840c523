namespace CommonTrace.Core.Jobs.Control;

/// <summary>Reads how the queue stands as a whole, in one query that many jobs do not slow down: for metrics, health and the operator.</summary>
public sealed class ReadQueueFigures(QueueDatabase database)
{
    /// <summary>One row: what <see cref="QueueFigures"/> has, in the order of its reading.</summary>
    internal static readonly string Sql =
        $"""
        select f.pending, f.processing, f.completed, f.failed,
            (select extract(epoch from now() - least(({OldestOf("is null")}), ({OldestOf("is not null")})))::float8),
            {QueuePause.IsHeld},
            (select count(*)::int from embedding_workers where last_seen_at > now() - interval '{QueueFigures.WorkerSeenWithinSeconds} seconds'),
            s.provider, s.model_id, coalesce(c.state, 'closed'), c.open_until, c.code,
            f.pending - ({LaterOf("is null")}) - ({LaterOf("is not null")})
        from (
            select coalesce(sum(jobs) filter (where status = 'pending'), 0)::bigint as pending,
                coalesce(sum(jobs) filter (where status = 'processing'), 0)::bigint as processing,
                coalesce(sum(jobs) filter (where status = 'completed'), 0)::bigint as completed,
                coalesce(sum(jobs) filter (where status = 'failed'), 0)::bigint as failed
            from embedding_job_counts
        ) f
        left join embedding_sets s on s.role = 'active'
        left join embedding_circuits c on c.provider = s.provider and c.model_id = s.model_id
        """;

    /// <summary>Runs it.</summary>
    public async Task<QueueFigures> ExecuteAsync(CancellationToken cancellationToken) => (await database.QueryAsync(
        Sql, [],
        row => new QueueFigures(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<double?>(4), row.GetBoolean(5), row.GetInt32(6),
            new ProviderState(
                row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8), row.GetString(9),
                row.GetFieldValue<DateTimeOffset?>(10), row.IsDBNull(11) ? null : row.GetString(11)),
            row.GetInt64(12)),
        cancellationToken))[0];

    // The due ones may be a million; those that wait for a retry are few, and stand together at the end of each line.
    private static string LaterOf(string ofSet) =>
        $"""
        {JobQueueSql.LinesOf($"status = 'pending' and embedding_set_id {ofSet}")}
        select coalesce(sum(later.jobs), 0)::bigint from lines l cross join lateral (
            select count(*) as jobs from embedding_jobs
            where status = 'pending' and embedding_set_id {ofSet} and priority = l.priority and tenant_id = l.tenant_id and scheduled_at > now()) later
        """;

    private static string OldestOf(string ofSet) =>
        $"{JobQueueSql.LinesOf($"status = 'pending' and embedding_set_id {ofSet}")} select min(scheduled_at) from lines where scheduled_at <= now()";
}

/// <summary>How the queue stands, over all tenants.</summary>
/// <param name="Pending">How many jobs wait.</param>
/// <param name="Processing">How many are in hand.</param>
/// <param name="Completed">How many are embedded and not yet removed by retention.</param>
/// <param name="Failed">How many are dead letters.</param>
/// <param name="OldestDueSeconds">For how long the longest due job has been due; null when none is.</param>
/// <param name="IsPaused">Whether a pause holds.</param>
/// <param name="Workers">How many workers were seen in the last 30 seconds.</param>
/// <param name="Provider">Who embeds, and whether they can be reached.</param>
/// <param name="Due">How many of the pending may be claimed now, but for a pause or an open circuit.</param>
public sealed record QueueFigures(
    long Pending, long Processing, long Completed, long Failed, double? OldestDueSeconds, bool IsPaused, int Workers, ProviderState Provider,
    long Due)
{
    /// <summary>A worker that was silent for longer, in seconds, is not counted; it beats every five.</summary>
    public const int WorkerSeenWithinSeconds = 30;
}

/// <summary>The provider of the vectors that searches read, and the circuit to it.</summary>
/// <param name="Name">The provider; null before the first vector was asked for.</param>
/// <param name="Model">The model's id; null as <paramref name="Name"/>.</param>
/// <param name="Breaker"><c>closed</c>, <c>open</c>, or <c>half_open</c> while somebody probes.</param>
/// <param name="OpenUntil">When the provider is asked again.</param>
/// <param name="ErrorCode">Why the circuit is not closed.</param>
public sealed record ProviderState(string? Name, string? Model, string Breaker, DateTimeOffset? OpenUntil, string? ErrorCode);
