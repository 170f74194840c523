using System.Diagnostics;
using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Redis;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Search;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.RateLimits;

/// <summary>Redis is away, hangs, or comes back: limits hold, and nobody waits for it.</summary>
public sealed class LostRedisLimitTests(TestApp app)
{
    private const string Away = "Redis does not answer";
    private const string Back = "Redis answers again";

    private static readonly TimeSpan Later = OptionalRedis.LeaveAlone + TimeSpan.FromSeconds(1);

    private readonly string _caller = RedisStage.NewCaller();

    [Fact]
    public async Task Without_Redis_the_process_keeps_the_limit()
    {
        using var stage = RedisStage.At(RedisStage.Absent, new SkippedTime());

        var answers = await TakeAllAsync(stage, 50);

        Assert.Equal(RedisStage.Size, answers.Count(answer => answer.IsTaken));
        Assert.Equal(1, stage.Log.Count(Away));
    }

    [Fact]
    public async Task A_frozen_Redis_is_waited_for_once_in_a_while_and_by_one()
    {
        var time = new SkippedTime();
        await using var relay = await RedisStage.RelayAsync(app);
        using var stage = await RedisStage.CreateAsync(app, relay, time);
        await AnswersAsync(stage, time);
        var told = stage.Log.Count(Away);

        relay.Freeze();
        var started = Stopwatch.GetTimestamp();
        var first = await stage.TakeAsync(_caller);
        var others = await TakeAllAsync(stage, 10);
        var taken = Stopwatch.GetElapsedTime(started);
        var before = relay.Withheld(RedisBuckets.KeyPrefix);
        time.Skip(Later);
        await TakeAllAsync(stage, 10);

        Assert.Equal((1, 2), (before, relay.Withheld(RedisBuckets.KeyPrefix)));
        Assert.Equal(Enumerable.Range(RedisStage.Size - 11, 11), others.Append(first).Select(answer => answer.Remaining).Order());
        Assert.True(taken < TimeSpan.FromSeconds(2), $"It took {taken}.");
        Assert.Equal(1, stage.Log.Count(Away) - told);
    }

    [Fact]
    public async Task A_Redis_that_is_back_is_asked_again_and_has_kept_the_bucket()
    {
        var time = new PatientTime();
        await using var relay = await RedisStage.RelayAsync(app);
        using var stage = await RedisStage.CreateAsync(app, relay, time);
        var before = await stage.TakeAsync(_caller);

        await relay.BreakAsync();
        var away = await stage.TakeAsync(_caller);
        relay.Mend();
        await AnswersAsync(stage, time);
        var after = await stage.TakeAsync(_caller);

        Assert.Equal(
            (RedisStage.Size - 1, RedisStage.Size - 1, RedisStage.Size - 2), (before.Remaining, away.Remaining, after.Remaining));
        Assert.Equal((1, 1), (stage.Log.Count(Away), stage.Log.Count(Back)));
    }

    private async Task<TakenToken[]> TakeAllAsync(RedisStage stage, int calls) =>
        await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => stage.TakeAsync(_caller)));

    /// <summary>Asks until Redis answers, in other callers' names.</summary>
    private static Task AnswersAsync(RedisStage stage, SkippedTime time) => Eventually.TrueAsync(async () =>
    {
        time.Skip(Later);
        return await stage.Shared.TakeAsync(RedisStage.NewCaller(), new RateLimit(1, TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken) is not null;
    });
}
