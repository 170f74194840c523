using CommonTrace.Core.RateLimits;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.RateLimits;

/// <summary>The buckets that all processes share, in a real Redis.</summary>
public sealed class RedisBucketsTests(TestApp app)
{
    private readonly string _caller = RedisStage.NewCaller();

    [Fact]
    public async Task Of_fifty_at_once_at_two_processes_as_many_pass_as_there_are_tokens()
    {
        using var one = await RedisStage.CreateAsync(app);
        using var other = await RedisStage.CreateAsync(app);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(call => (call % 2 == 0 ? one : other).TakeAsync(_caller)));

        Assert.Equal(RedisStage.Size, answers.Count(answer => answer.IsTaken));
        Assert.Equal(Enumerable.Range(0, RedisStage.Size), answers.Where(answer => answer.IsTaken).Select(answer => answer.Remaining).Order());
    }

    [Fact]
    public async Task After_the_told_wait_there_is_a_token_and_not_before()
    {
        using var stage = await RedisStage.CreateAsync(app);
        await EmptyAsync(stage);
        var refused = await stage.TakeAsync(_caller);
        // Redis' own clock goes on meanwhile; a minute is more than this test takes.
        var spare = TimeSpan.FromMinutes(1);

        await stage.PassAsync(_caller, refused.RetryAfter - spare);
        var tooEarly = await stage.TakeAsync(_caller);
        await stage.PassAsync(_caller, spare);
        var inTime = await stage.TakeAsync(_caller);

        Assert.InRange(refused.RetryAfter, RedisStage.Interval - spare, RedisStage.Interval);
        Assert.Equal((false, true), (tooEarly.IsTaken, inTime.IsTaken));
        Assert.False((await stage.TakeAsync(_caller)).IsTaken);
    }

    [Fact]
    public async Task It_fills_all_the_time_and_not_beyond_its_size()
    {
        using var stage = await RedisStage.CreateAsync(app);
        await EmptyAsync(stage);

        await stage.PassAsync(_caller, 5 * RedisStage.Interval);
        var later = await stage.TakeAsync(_caller);
        await stage.PassAsync(_caller, TimeSpan.FromDays(1));
        var muchLater = await stage.TakeAsync(_caller);

        Assert.Equal((4, RedisStage.Size - 1), (later.Remaining, muchLater.Remaining));
        Assert.InRange(later.UntilFull, (15 * RedisStage.Interval) + TimeSpan.FromSeconds(1), 16 * RedisStage.Interval);
    }

    [Fact]
    public async Task The_key_goes_when_the_bucket_is_full()
    {
        using var stage = await RedisStage.CreateAsync(app);
        var answer = await stage.TakeAsync(_caller);

        var left = await stage.Database.KeyTimeToLiveAsync(RedisStage.KeyOf(_caller)).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(RedisStage.Interval, answer.UntilFull);
        Assert.InRange(left!.Value, RedisStage.Interval - TimeSpan.FromMinutes(1), RedisStage.Interval);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_locks_nobody_out()
    {
        using var stage = await RedisStage.CreateAsync(app);
        await stage.TakeAsync(_caller);

        await stage.PassAsync(_caller, TimeSpan.FromDays(-1));
        var refused = await stage.TakeAsync(_caller);

        Assert.Equal((false, RedisStage.Interval), (refused.IsTaken, refused.RetryAfter));
    }

    [Fact]
    public async Task Redis_may_forget_the_script()
    {
        using var stage = await RedisStage.CreateAsync(app);
        await stage.TakeAsync(_caller);

        await stage.Database.ExecuteAsync("SCRIPT", "FLUSH").WaitAsync(TestContext.Current.CancellationToken);
        var answer = await stage.TakeAsync(_caller);

        Assert.Equal(RedisStage.Size - 2, answer.Remaining);
        Assert.Equal(0, stage.Log.Count("Redis"));
    }

    [Fact]
    public async Task A_call_sends_the_script_s_hash_and_not_the_script()
    {
        await using var relay = await RedisStage.RelayAsync(app);
        using var stage = await RedisStage.CreateAsync(app, relay, new PatientTime());
        await stage.TakeAsync(_caller);

        relay.Freeze();
        await stage.TakeAsync(_caller);

        Assert.Equal((1, 0), (relay.Withheld("EVALSHA"), relay.Withheld("redis.call")));
    }

    [Fact]
    public async Task A_limit_of_0_is_none()
    {
        using var stage = await RedisStage.CreateAsync(app);

        Assert.Null(await stage.TakeToken.ExecuteAsync(LimitedCall.Read, _caller, TestContext.Current.CancellationToken));
    }

    private async Task EmptyAsync(RedisStage stage)
    {
        for (var token = 0; token < RedisStage.Size; token++)
        {
            Assert.True((await stage.TakeAsync(_caller)).IsTaken);
        }
    }
}
