using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Ends a pause, or all of them; when none is left, workers claim again at once.</summary>
public sealed class ResumeQueue(AuditLog audit, QueueDatabase database, JobWakeUp wakeUp)
{
    private const string Sql =
        """
        ended as (
            update queue_pauses set ended_at = now(), ended_by = $2
            where ended_at is null and (expires_at is null or expires_at > now()) and ($5::uuid is null or id = $5)
            returning id
        ), outcome as (
            select jsonb_build_object('pause_ids', jsonb_agg(id)) as detail from ended having count(*) > 0
        )
        """;

    private const string FindSql = "select coalesce(ended_at, expires_at) from queue_pauses where id = $1";

    private const string IsHeldSql = $"select {QueuePause.IsHeld}";

    /// <summary>Runs it. Of several callers at once, one ends a pause, and the others are told that it is over.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="pauseId">Which pause; null for all there are, which may be none.</param>
    /// <param name="reason">Why, if they say.</param>
    public async Task<Result<Resumed>> ExecuteAsync(Caller caller, Guid? pauseId, string? reason, CancellationToken cancellationToken)
    {
        var detail = await audit.RecordAsync(
            caller, "queue.resume", reason, Sql, [new() { Value = (object?)pauseId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }], cancellationToken);
        if (detail is null && pauseId is { } id)
        {
            var over = await database.QueryAsync(FindSql, [new() { Value = id }], row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken);
            return over is [var at] ? QueueFailures.PauseEnded(id, at) : QueueFailures.PauseNotFound(id);
        }

        Guid[] ended = detail is { } pauses ? [.. pauses.GetProperty("pause_ids").EnumerateArray().Select(pause => pause.GetGuid())] : [];
        var isPaused = (await database.QueryAsync(IsHeldSql, [], row => row.GetBoolean(0), cancellationToken))[0];
        if (!isPaused)
        {
            wakeUp.Publish();
        }

        return new Resumed(ended, isPaused);
    }
}

/// <summary>What became of the pauses.</summary>
/// <param name="PauseIds">Those that this call ended.</param>
/// <param name="IsPaused">Whether another one still holds the queue.</param>
public sealed record Resumed(IReadOnlyList<Guid> PauseIds, bool IsPaused);
