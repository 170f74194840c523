namespace CommonTrace.Tests.Search;

/// <summary>A clock that can be put forward; in between it goes as clocks do.</summary>
internal class SkippedTime : TimeProvider
{
    private long _skipped;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _skipped));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, time.Ticks);
}
