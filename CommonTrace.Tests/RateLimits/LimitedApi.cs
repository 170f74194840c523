using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.RateLimits;

/// <summary>Two processes of the API over one database and Redis, with small limits, behind a proxy that is trusted: so each test has addresses of its own.</summary>
public sealed class LimitedApi(TestApp app) : IAsyncLifetime
{
    public const int Reads = 3;
    public const int Writes = 2;
    public const int Anonymous = 4;

    private JobStage? _stage;
    private ServiceProcess? _one;
    private ServiceProcess? _other;

    public async ValueTask InitializeAsync()
    {
        _stage = await JobStage.CreateAsync(app);
        _one = await StartAsync();
        _other = await StartAsync();
        await Task.WhenAll(_one.HealthyAsync(), _other.HealthyAsync());
        // On a busy machine a process' first call may take longer than it waits for Redis, which it then leaves alone for a while.
        await Eventually.TrueAsync(ShareBucketsAsync);
    }

    /// <summary>A client from an address that sends this key; none when null.</summary>
    public Task<HttpClient> CreateClientAsync(string address, string? key = null) => ClientOfAsync(_one!, address, key);

    /// <summary>The same at the other process.</summary>
    public Task<HttpClient> CreateClientOfOtherAsync(string address, string? key = null) => ClientOfAsync(_other!, address, key);

    /// <summary>A new key that may read and contribute.</summary>
    public async Task<string> RegisterAsync()
    {
        using var stranger = await CreateClientAsync(NewAddress());
        var answer = await stranger.PostAnswerAsync(ApiCalls.Keys, new { });
        return answer.Is(HttpStatusCode.Created).Body.GetProperty("api_key").GetString()!;
    }

    /// <summary>An address that nobody has called from.</summary>
    public static string NewAddress() => $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}";

    public async ValueTask DisposeAsync()
    {
        await (_one?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_other?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_stage?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<bool> ShareBucketsAsync()
    {
        var address = NewAddress();
        using var one = await CreateClientAsync(address);
        using var other = await CreateClientOfOtherAsync(address);
        await one.GetAnswerAsync("/api/v1/tags");
        var answer = await other.GetAnswerAsync("/api/v1/tags");
        return answer.Headers.GetValues("RateLimit-Remaining").Single() == $"{Anonymous - 2}";
    }

    private static async Task<HttpClient> ClientOfAsync(ServiceProcess process, string address, string? key)
    {
        var client = await process.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("X-API-Key", key);
        }

        return client;
    }

    private async Task<ServiceProcess> StartAsync() => ServiceProcess.Start(
        "CommonTrace.Api",
        ("ConnectionStrings__commontrace", _stage!.Database.ConnectionString),
        ("ConnectionStrings__redis", await RedisStage.ConnectionAsync(app)),
        ("Embedding__Provider", "local"),
        ("Auth__OperatorKey", TestApp.OperatorKey),
        ("Auth__KnownProxies__0", "127.0.0.1"),
        ("RateLimit__ReadsPerMinute", $"{Reads}"),
        ("RateLimit__WritesPerMinute", $"{Writes}"),
        ("RateLimit__AnonymousPerMinute", $"{Anonymous}"));
}
