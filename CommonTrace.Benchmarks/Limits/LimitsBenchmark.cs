using Aspire.Hosting.Testing;
using CommonTrace.Benchmarks.Search;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Data;
using CommonTrace.Core.RateLimits;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CommonTrace.Benchmarks.Limits;

/// <summary>What the rate limit adds to a call: one script on Redis, beside a bare PING over the same connection.</summary>
internal static class LimitsBenchmark
{
    private const int RoundCount = 5;
    private const int Calls = 2_000;
    private const int Callers = 100;

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        var system = await app.StartedAsync();
        await using var database = await TestDatabase.CreateAsync(system);
        using var host = database.CreateHost(
            DatabaseRole.Api,
            ("ConnectionStrings:redis", await system.App.GetConnectionStringAsync("redis") ?? throw new InvalidOperationException("No Redis.")),
            ("RateLimit:ReadsPerMinute", $"{RateLimit.Largest}"));
        var redis = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        var takeToken = host.Services.GetRequiredService<TakeToken>();
        var callers = Enumerable.Range(0, Callers).Select(_ => Guid.CreateVersion7().ToString()).ToArray();

        Task PingAsync(int _) => redis.PingAsync();
        Task LimitAsync(int call) => takeToken.ExecuteAsync(LimitedCall.Read, callers[call % Callers], CancellationToken.None);
        await new Latencies().AddRoundAsync(Calls, PingAsync);
        await new Latencies().AddRoundAsync(Calls, LimitAsync);

        var (pings, limits) = (new Latencies(), new Latencies());
        await Rounds.RunAsync(
            RoundCount, "ms", ("PING", () => pings.AddRoundAsync(Calls, PingAsync)), ("limit", () => limits.AddRoundAsync(Calls, LimitAsync)));
        return new(
            $"{Calls} calls of {Callers} keys one after the other, {RoundCount} rounds, as the API makes them before each request; PING is the same client's over the same connection.",
            new Figure("rate limit of a call, p50", limits.P50, "ms", "what was asked for", [0.5], Bound.AtMost(1)),
            new Figure("rate limit of a call, p50", limits.P50, "ms", "PING, p50", pings.P50, null),
            new Figure("rate limit of a call, p99", limits.P99, "ms", "PING, p99", pings.P99, null));
    }
}
