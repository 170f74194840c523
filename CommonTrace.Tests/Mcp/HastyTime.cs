using CommonTrace.Tests.Search;

namespace CommonTrace.Tests.Mcp;

/// <summary>A clock whose timers ring a hundred times too early, and that can be put forward.</summary>
internal sealed class HastyTime : SkippedTime
{
    private const int TimesAsEarly = 100;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : dueTime / TimesAsEarly, period);
}
