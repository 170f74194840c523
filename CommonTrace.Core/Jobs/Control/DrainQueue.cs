using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Waits until nothing is due or in hand. It changes nothing: what comes in meanwhile is worked on, and waited for.</summary>
public sealed class DrainQueue(QueueActivity activity, AuditLog audit, TimeProvider time)
{
    /// <summary>How long a drain may be asked to wait at most, in seconds.</summary>
    public const int LongestSeconds = 3_600;

    /// <summary>How long it waits when nobody says, in seconds.</summary>
    public const int DefaultSeconds = 300;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs it: drained, or out of time, or refused because the queue is paused. It is recorded when it ends by itself.</summary>
    public async Task<Result<Drained>> ExecuteAsync(Caller caller, TimeSpan timeout, string? reason, CancellationToken cancellationToken)
    {
        var answer = await WaitAsync(timeout, _ => Task.FromResult(true), cancellationToken);
        if (answer.Succeeded(out var drained, out _))
        {
            await audit.RecordAsync(caller, "queue.drain", reason, drained.ToDetail(), cancellationToken);
        }

        return answer;
    }

    /// <summary>Looks again and again until nothing is due or in hand and the caller, who may be late, agrees.</summary>
    internal async Task<Result<Drained>> WaitAsync(TimeSpan timeout, Func<CancellationToken, Task<bool>> agreeAsync, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var (isPaused, isBusy) = await activity.LookAsync(cancellationToken);
            if (isPaused)
            {
                return QueueFailures.Paused;
            }

            if (!isBusy && await agreeAsync(cancellationToken))
            {
                return new Drained(true, time.GetElapsedTime(started), 0);
            }

            var left = timeout - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return new Drained(false, time.GetElapsedTime(started), await activity.CountAsync(cancellationToken));
            }

            await Task.Delay(left < BetweenLooks ? left : BetweenLooks, time, cancellationToken);
        }
    }
}

/// <summary>How a wait for the end of the work ended.</summary>
/// <param name="IsDrained">True when there was a moment with nothing due and nothing in hand; false when the time was over first.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Remaining">How many jobs were still due or in hand.</param>
public sealed record Drained(bool IsDrained, TimeSpan Elapsed, long Remaining)
{
    /// <summary><c>drained</c> or <c>timeout</c>.</summary>
    public string Status => IsDrained ? "drained" : "timeout";

    /// <summary>To the millisecond.</summary>
    public double ElapsedSeconds => Math.Round(Elapsed.TotalSeconds, 3);

    internal object ToDetail() => new { status = Status, elapsed_seconds = ElapsedSeconds, remaining = Remaining };
}
