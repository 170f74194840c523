using CommonTrace.Tests.Search;

namespace CommonTrace.Tests.RateLimits;

/// <summary>A clock whose timers take long, so that a Redis on a busy machine does not pass for one that is away.</summary>
internal sealed class PatientTime : SkippedTime
{
    private const int TimesAsLong = 100;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime * TimesAsLong, period);
}
