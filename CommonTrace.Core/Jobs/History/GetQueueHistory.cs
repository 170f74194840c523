using Npgsql;

namespace CommonTrace.Core.Jobs.History;

/// <summary>Tells how the queue stood over the last hour or day, over all tenants.</summary>
public sealed class GetQueueHistory(QueueDatabase database)
{
    // $1 how long a step is, $2 how many there are. The last one ends with the next full step: it may be under way.
    private const string Sql =
        """
        with steps as (
            select date_bin($1, date_trunc('minute', now(), 'UTC') - interval '1 microsecond', timestamptz '2000-01-01 00:00Z') + $1 * (2 - n) as ends
            from generate_series(1, $2) n
        )
        select s.ends, count(h.at)::int, max(h.pending), max(h.due), max(h.processing), max(h.failed), max(h.oldest_due_seconds),
            sum(h.completed_in_minute)::bigint, sum(h.failed_in_minute)::bigint
        from steps s left join queue_history h on h.at > s.ends - $1 and h.at <= s.ends
        group by s.ends order by s.ends
        """;

    /// <summary>Runs it; the oldest comes first.</summary>
    public Task<List<QueueMoment>> ExecuteAsync(HistoryWindow window, CancellationToken cancellationToken) =>
        database.QueryAsync(Sql, [new() { Value = window.Step }, new() { Value = window.Count }], Read, cancellationToken);

    private static QueueMoment Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateTimeOffset>(0),
        row.GetInt32(1) is > 0 and var minutes
            ? new QueueLoad(
                minutes, row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetFieldValue<double?>(6), row.GetInt64(7), row.GetInt64(8))
            : null);
}

/// <summary>How far back to look, and how closely.</summary>
/// <param name="Name"><c>hour</c> or <c>day</c>.</param>
/// <param name="Step">How long each point's time is; whole minutes.</param>
/// <param name="Count">How many points there are.</param>
public sealed record HistoryWindow(string Name, TimeSpan Step, int Count)
{
    public static readonly HistoryWindow Hour = new("hour", TimeSpan.FromMinutes(1), 60);

    public static readonly HistoryWindow Day = new("day", TimeSpan.FromMinutes(5), 288);

    /// <summary>The window of this name; null when there is none.</summary>
    public static HistoryWindow? Of(string name) => name == Hour.Name ? Hour : name == Day.Name ? Day : null;
}

/// <summary>A step of the history.</summary>
/// <param name="Ends">When it ends; it begins a step before.</param>
/// <param name="Load">What was written down in it; null when nobody did: a gap.</param>
public sealed record QueueMoment(DateTimeOffset Ends, QueueLoad? Load);

/// <summary>How the queue stood in a step of its history.</summary>
/// <param name="Minutes">How many minutes of it were written down.</param>
/// <param name="Pending">How many jobs waited; of several minutes the most, as of the next four.</param>
/// <param name="Due">How many of them were due.</param>
/// <param name="Processing">How many were in hand.</param>
/// <param name="Failed">How many dead letters there were.</param>
/// <param name="OldestDueSeconds">For how long the longest due job had been due; null when none was.</param>
/// <param name="Completed">How many were completed in those minutes.</param>
/// <param name="NewlyFailed">How many failed for good in those minutes, less those that were retried within one.</param>
public sealed record QueueLoad(
    int Minutes, long Pending, long Due, long Processing, long Failed, double? OldestDueSeconds, long Completed, long NewlyFailed)
{
    /// <summary>Jobs completed a minute, on the average.</summary>
    public double CompletedPerMinute => (double)Completed / Minutes;

    /// <summary>Jobs failed for good a minute, on the average.</summary>
    public double FailedPerMinute => (double)NewlyFailed / Minutes;
}
