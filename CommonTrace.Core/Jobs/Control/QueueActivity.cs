namespace CommonTrace.Core.Jobs.Control;

/// <summary>
/// Whether there is anything left to do, over all tenants: jobs that are due, and jobs in hand. Neither <c>failed</c> jobs nor those due later
/// count, nor what waits for a re-embedding that is paused.
/// </summary>
public sealed class QueueActivity(QueueDatabase database)
{
    private const string OfNext = "embedding_set_id is not null and exists (select from embedding_sets s where s.role = 'next' and not s.paused)";

    private const string IsInHand = "exists (select from embedding_jobs where status = 'processing')";

    /// <summary>True while something is due or in hand. One jump over the index for each line, however many jobs there are.</summary>
    internal static readonly string IsBusy =
        $"""
        ({IsInHand}
            or exists ({JobQueueSql.LinesOf("status = 'pending' and embedding_set_id is null")} select from lines where scheduled_at <= now())
            or exists ({JobQueueSql.LinesOf($"status = 'pending' and {OfNext}")} select from lines where scheduled_at <= now()))
        """;

    private static readonly string LookSql = $"select {QueuePause.IsHeld}, {IsBusy}";

    private const string CountSql =
        $"""
        select (select count(*) from embedding_jobs where status = 'processing')
            + (select count(*) from embedding_jobs where status = 'pending' and embedding_set_id is null and scheduled_at <= now())
            + (select count(*) from embedding_jobs where status = 'pending' and {OfNext} and scheduled_at <= now())
        """;

    /// <summary>Whether the queue is paused, and whether anything is due or in hand.</summary>
    public async Task<(bool IsPaused, bool IsBusy)> LookAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync(LookSql, [], row => (row.GetBoolean(0), row.GetBoolean(1)), cancellationToken))[0];

    /// <summary>Whether a worker has anything in hand.</summary>
    public async Task<bool> IsAnyInHandAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync($"select {IsInHand}", [], row => row.GetBoolean(0), cancellationToken))[0];

    /// <summary>How many jobs are due or in hand. Counts them one by one.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync(CountSql, [], row => row.GetInt64(0), cancellationToken))[0];
}
