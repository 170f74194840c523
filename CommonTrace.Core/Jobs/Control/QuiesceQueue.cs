using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;
using NpgsqlTypes;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Waits until nothing is due or in hand, and pauses in that moment: a drained queue that stays so. Out of time, nothing is paused.</summary>
public sealed class QuiesceQueue(DrainQueue drain, ResumeQueue resume, QueueActivity activity, AuditLog audit, TimeProvider time)
{
    private const string Action = "queue.quiesce";

    private static readonly TimeSpan LongerThanAClaim = TimeSpan.FromMilliseconds(100);

    private static readonly string Sql =
        $"""
        outcome as (
            insert into queue_pauses (id, reason, owner_id, expires_at) select $5, $4, $2, now() + $6 where not {QueueActivity.IsBusy}
            on conflict (id) do nothing
            returning {HeldPause.Detail} || jsonb_build_object('status', 'drained') as detail
        )
        """;

    /// <summary>Runs it.</summary>
    /// <param name="caller">Who wants it, and owns the pause.</param>
    /// <param name="timeout">How long to wait for the moment.</param>
    /// <param name="reason">The pause's reason.</param>
    /// <param name="expiresIn">How long the pause holds at most; null for until it is ended.</param>
    public async Task<Result<Quiesced>> ExecuteAsync(Caller caller, TimeSpan timeout, string reason, TimeSpan? expiresIn, CancellationToken cancellationToken)
    {
        HeldPause? pause = null;
        var answer = await drain.WaitAsync(
            timeout, async _ => (pause = await TryPauseAsync(caller, reason, expiresIn)) is not null, cancellationToken);
        if (!answer.Succeeded(out var drained, out var failure))
        {
            return failure;
        }

        if (pause is null)
        {
            await audit.RecordAsync(caller, Action, reason, drained.ToDetail(), cancellationToken);
            return new Quiesced(drained, null);
        }

        try
        {
            await StillAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Whoever hung up does not know the pause, and nobody else would end it.
            await resume.ExecuteAsync(caller, pause.Id, "Whoever wanted it quiesced went away.", CancellationToken.None);
            throw;
        }

        return new Quiesced(drained, pause);
    }

    // Not given up half-way: then nobody would know whether there is a pause.
    private async Task<HeldPause?> TryPauseAsync(Caller caller, string reason, TimeSpan? expiresIn)
    {
        var detail = await audit.RecordAsync(
            caller, Action, reason, Sql,
            [new() { Value = Guid.CreateVersion7() }, new() { Value = (object?)expiresIn ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval }],
            CancellationToken.None);
        return detail is { } pause ? HeldPause.Of(pause) : null;
    }

    // A claim that began in the same moment did not see the pause. What it took is finished, as under every pause; nothing follows it.
    private async Task StillAsync(CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(LongerThanAClaim, time, cancellationToken);
        }
        while (await activity.IsAnyInHandAsync(cancellationToken));
    }
}

/// <summary>How it ended, and the pause that holds; none when the time was over first.</summary>
public sealed record Quiesced(Drained Drained, HeldPause? Pause);
