using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.RateLimits;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>What the door itself counts, behind a proxy that is trusted.</summary>
public sealed class McpLimitTests(TestApp app)
{
    [Fact]
    public async Task Calls_without_a_right_key_count_against_the_address_and_those_with_one_do_not()
    {
        await using var api = await OwnApi.StartAsync(
            app, ("RateLimit__AnonymousPerMinute", "3"), ("RateLimit__ReadsPerMinute", "1"), ("RateLimit__WritesPerMinute", "1"), ("Auth__KnownProxies__0", "127.0.0.1"));
        using var client = await api.CreateClientAsync(key: null);
        var (address, other) = (LimitedApi.NewAddress(), LimitedApi.NewAddress());
        var registered = await client.PostAnswerAsync(ApiCalls.Keys, new { }, ("X-Forwarded-For", other));
        var key = registered.Is(HttpStatusCode.Created).Body.GetProperty("api_key").GetString();

        var anonymous = await PingAsync(client, address, key: null);
        var wrong = await PingAsync(client, address, ApiKeyFormat.Generate());
        var left = await PingAsync(client, address, key: null);
        var refused = await PingAsync(client, address, key: null);
        var keyed = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PingAsync(client, address, key)));
        var metadata = await client.GetAnswerAsync("/.well-known/oauth-protected-resource", ("X-Forwarded-For", address), ("X-Forwarded-Proto", "https"));

        Assert.Equal(["2", "1", "0"], new[] { anonymous.Is(HttpStatusCode.OK), wrong.Is(HttpStatusCode.Unauthorized), left.Is(HttpStatusCode.OK) }
            .Select(answer => answer.Headers.GetValues("RateLimit-Remaining").Single()));
        Assert.Equal("rate_limit.exceeded", refused.Is(HttpStatusCode.TooManyRequests).Message.GetProperty("code").GetString());
        Assert.All(keyed, answer => Assert.False(answer.Is(HttpStatusCode.OK).Headers.Contains("RateLimit-Limit")));
        Assert.StartsWith("https://127.0.0.1", metadata.Is(HttpStatusCode.OK).Body.GetProperty("resource").GetString(), StringComparison.Ordinal);
    }

    private static Task<McpAnswer> PingAsync(HttpClient client, string address, string? key) =>
        client.AskAsync("2025-11-25", "ping", "{}", ("X-Forwarded-For", address), ("X-API-Key", key));
}
