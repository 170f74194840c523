namespace CommonTrace.Tests.Data;

/// <summary>A clock on which every wait is over at once, and is counted.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long _waited;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _waited);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _waited, Math.Max(dueTime.Ticks, 0));
        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
