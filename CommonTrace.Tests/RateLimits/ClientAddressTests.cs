using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.RateLimits;

/// <summary>Whose call it is: only known proxies may say so for another.</summary>
public sealed class ClientAddressTests(LimitedApi api, TestApp app) : IClassFixture<LimitedApi>
{
    private const string Tags = "/api/v1/tags";

    [Fact]
    public async Task A_stranger_does_not_choose_an_address()
    {
        await using var open = await OwnApi.StartAsync(app, ("RateLimit__AnonymousPerMinute", "3"));
        using var client = await open.CreateClientAsync(key: null);

        var left = await LeftAsync(client, LimitedApi.NewAddress(), LimitedApi.NewAddress(), LimitedApi.NewAddress());
        var refused = await client.GetAnswerAsync(Tags, ("X-Forwarded-For", LimitedApi.NewAddress()));

        Assert.Equal([2, 1, 0], left);
        refused.Is(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Of_what_comes_through_a_known_proxy_the_last_stranger_counts()
    {
        using var client = await api.CreateClientAsync("127.0.0.1");
        client.DefaultRequestHeaders.Clear();
        var (address, another) = (LimitedApi.NewAddress(), LimitedApi.NewAddress());

        var left = await LeftAsync(client, address, $"{another}, {address}", $"127.0.0.1, {address}, 127.0.0.1", another);

        Assert.Equal([3, 2, 1, 3], left);
    }

    [Fact]
    public async Task An_IPv6_caller_is_its_network()
    {
        using var client = await api.CreateClientAsync("127.0.0.1");
        client.DefaultRequestHeaders.Clear();
        var network = $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x1000):x}";

        var left = await LeftAsync(client, $"{network}::1", $"{network}:ffff:ffff:ffff:ffff", $"[{network}::2]:443", $"{network}f::1");

        Assert.Equal([3, 2, 1, 3], left);
    }

    /// <summary>What is left in the bucket of each after a call that says to come from there.</summary>
    private static async Task<int[]> LeftAsync(HttpClient client, params string[] addresses)
    {
        var left = new int[addresses.Length];
        foreach (var (index, address) in addresses.Index())
        {
            var answer = await client.GetAnswerAsync(Tags, ("X-Forwarded-For", address));
            left[index] = int.Parse(answer.Is(HttpStatusCode.Unauthorized).Headers.GetValues("RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture);
        }

        return left;
    }
}
