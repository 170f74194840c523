using System.Globalization;
using Aspire.Hosting.Testing;
using CommonTrace.Core.RateLimits;
using CommonTrace.Core.Redis;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Data;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CommonTrace.Tests.RateLimits;

/// <summary>The limiter of one process, with a connection to Redis of its own.</summary>
internal sealed class RedisStage : IDisposable
{
    public const string Absent = "127.0.0.1:1,connectTimeout=200";

    private readonly IHost _host;

    private RedisStage(string connection, TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("ConnectionStrings:redis", connection)]);
        builder.AddRedis();
        _host = builder.Build();
        Shared = new RedisBuckets(new OptionalRedis(_host.Services, time, Log));
        TakeToken = new TakeToken(
            Shared,
            new LocalBuckets(time),
            Options.Create(new RateLimitOptions { ReadsPerMinute = 0 }),
            Options.Create(new AuthOptions { RegistrationsPerHour = Size }));
    }

    /// <summary>How many tokens a bucket holds; they come back slowly, one in three minutes.</summary>
    public static int Size => 20;

    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1) / Size;

    public KeptLog<OptionalRedis> Log { get; } = new();

    /// <summary>Redis alone, without the buckets of the process.</summary>
    public RedisBuckets Shared { get; }

    public TakeToken TakeToken { get; }

    public IDatabase Database => _host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    public static string NewCaller() => Guid.CreateVersion7().ToString();

    public static RedisStage At(string connection, TimeProvider time) => new(connection, time);

    /// <summary>Over the tests' Redis, which may answer as slowly as it likes.</summary>
    public static async Task<RedisStage> CreateAsync(TestApp app) => new(await ConnectionAsync(app), new PatientTime());

    /// <summary>Over the tests' Redis by way of a relay.</summary>
    public static async Task<RedisStage> CreateAsync(TestApp app, TcpRelay relay, TimeProvider time) =>
        new(string.Join(',', [relay.Address, .. (await ConnectionAsync(app)).Split(',')[1..]]), time);

    public static async Task<TcpRelay> RelayAsync(TestApp app)
    {
        var address = (await ConnectionAsync(app)).Split(',')[0].Split(':');
        return TcpRelay.To(address[0], int.Parse(address[1], CultureInfo.InvariantCulture));
    }

    public static async Task<string> ConnectionAsync(TestApp app) =>
        await app.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("No Redis.");

    /// <summary>Takes a token from a caller's bucket of <see cref="Size"/>.</summary>
    public async Task<TakenToken> TakeAsync(string caller) =>
        (await TakeToken.ExecuteAsync(LimitedCall.Registration, caller, TestContext.Current.CancellationToken))!;

    /// <summary>The key of a caller's bucket.</summary>
    public static RedisKey KeyOf(string caller) => $"{RedisBuckets.KeyPrefix}{LimitedCall.Registration}:{caller}";

    /// <summary>Lets time pass for a caller's bucket in Redis.</summary>
    public async Task PassAsync(string caller, TimeSpan time) =>
        await Database.StringDecrementAsync(KeyOf(caller), (long)time.TotalMicroseconds).WaitAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _host.Dispose();
}
