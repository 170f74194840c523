using System.Globalization;
using Aspire.Hosting.Testing;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Worker;
using StackExchange.Redis;

namespace CommonTrace.Tests.Faults;

/// <summary>Redis goes away under load and comes back.</summary>
public sealed class RestartedRedisTests(TestApp app)
{
    [Fact]
    public async Task Nothing_is_lost_and_its_calls_wake_the_workers_again()
    {
        var redis = await app.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken) ?? "";
        var parts = redis.Split(',', 2);
        var address = parts[0].Split(':');
        await using var relay = TcpRelay.To(address[0], int.Parse(address[1], CultureInfo.InvariantCulture));
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(200);
        stage.Slow(TimeSpan.FromMilliseconds(50));
        // Nothing but a call finds new work here.
        stage.StartWorker(("ConnectionStrings__redis", string.Join(',', [relay.Address, .. parts[1..]])), ("Worker__Poll", "00:05:00"));
        await stage.CalledAsync(4);

        await relay.BreakAsync();
        await stage.CalledAsync(8);
        relay.Mend();
        await stage.BalancesAsync();
        await stage.SubmitAsync(10, "after");
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);

        // Called until it answers: the worker may still be reconnecting.
        await Eventually.TrueAsync(
            async () =>
            {
                connection.GetSubscriber().Publish(new RedisChannel("commontrace:jobs", RedisChannel.PatternMode.Literal), "due", CommandFlags.FireAndForget);
                return await stage.JobsAsync("pending") == 0;
            },
            TimeSpan.FromSeconds(60));
        await stage.BalancesAsync();
    }
}
