using CommonTrace.Api.Mcp;
using CommonTrace.Tests.RateLimits;

namespace CommonTrace.Tests.Mcp;

/// <summary>A failing server is left alone, and tried again with one call.</summary>
public sealed class CallBreakerTests
{
    private readonly StandingTime _time = new();
    private readonly CallBreaker _breaker;

    public CallBreakerTests() => _breaker = new CallBreaker(_time);

    [Fact]
    public void It_opens_after_five_failures_in_a_row_for_thirty_seconds()
    {
        Fail(4);
        Assert.Equal(TimeSpan.Zero, Wait(CallEnd.Failed));

        Assert.Equal(TimeSpan.FromSeconds(30), Wait());
        _time.Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(TimeSpan.FromSeconds(1), Wait());
    }

    [Fact]
    public void An_answer_in_between_begins_the_count_anew()
    {
        Fail(4);
        Wait(CallEnd.Answered);
        Fail(4);

        Assert.Equal(TimeSpan.Zero, Wait());
    }

    [Fact]
    public void Calls_that_were_abandoned_say_nothing()
    {
        Fail(4);
        Wait(CallEnd.Abandoned);
        Fail(1);

        Assert.NotEqual(TimeSpan.Zero, Wait());
    }

    [Theory]
    [InlineData(CallEnd.Answered, 0)]
    [InlineData(CallEnd.Failed, 30)]
    public void Then_one_call_tries_and_decides(object end, int secondsToWait)
    {
        Fail(5);
        _time.Pass(CallBreaker.OpenFor);

        Assert.True(_breaker.TryEnter(out var round, out _));
        Assert.False(_breaker.TryEnter(out _, out var meanwhile));
        _breaker.Report(round, (CallEnd)end);

        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(secondsToWait)), (meanwhile, Wait()));
    }

    [Fact]
    public void A_try_that_was_abandoned_lets_the_next_call_try()
    {
        Fail(5);
        _time.Pass(CallBreaker.OpenFor);
        Wait(CallEnd.Abandoned);

        Assert.True(_breaker.TryEnter(out _, out _));
        Assert.False(_breaker.TryEnter(out _, out _));
    }

    [Theory]
    [InlineData(CallEnd.Answered)]
    [InlineData(CallEnd.Failed)]
    public void A_call_from_before_does_not_decide(object end)
    {
        Assert.True(_breaker.TryEnter(out var early, out _));
        Fail(5);
        _time.Pass(CallBreaker.OpenFor);
        Assert.True(_breaker.TryEnter(out var trying, out _));

        _breaker.Report(early, (CallEnd)end);
        Assert.False(_breaker.TryEnter(out _, out _));
        _breaker.Report(trying, CallEnd.Answered);

        Assert.Equal(TimeSpan.Zero, Wait());
    }

    [Fact]
    public void Of_many_at_once_one_tries()
    {
        Fail(5);
        _time.Pass(CallBreaker.OpenFor);
        var entered = 0;

        Parallel.For(0, 1000, _ => Interlocked.Add(ref entered, _breaker.TryEnter(out var _, out var _) ? 1 : 0));

        Assert.Equal(1, entered);
    }

    private void Fail(int times)
    {
        for (var time = 0; time < times; time++)
        {
            Wait(CallEnd.Failed);
        }
    }

    /// <summary>Makes a call with this end, if it is let through, and answers how long it was told to wait.</summary>
    private TimeSpan Wait(CallEnd end = CallEnd.Answered)
    {
        if (_breaker.TryEnter(out var round, out var wait))
        {
            _breaker.Report(round, end);
        }

        return wait;
    }
}
