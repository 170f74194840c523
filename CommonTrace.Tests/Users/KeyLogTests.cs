using System.Net;
using Aspire.Hosting.Testing;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Users;

/// <summary>A leaked key is found in the log by its prefix, and never read from it; a revoked one is refused by every process.</summary>
public sealed class KeyLogTests(TestApp app) : OwnTenant(app)
{
    private const string Verify = $"{ApiCalls.Keys}/verify";

    // Below the lifetime of a cached look-up: only the message over Redis can be so quick.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task The_log_names_keys_by_their_prefix_and_holds_none()
    {
        await using var api = await StartAsync();
        using var client = await api.CreateClientAsync();
        var (inHeader, asBearer, revoked) = (await Tenant.CreateKeyAsync(Scopes.Read), await Tenant.CreateKeyAsync(Scopes.Read), await Tenant.CreateKeyAsync(Scopes.Read));
        await App.SqlAsync("update api_keys set revoked_at = now() where prefix = $1", ApiKeyFormat.ShownPrefix(revoked));
        var (unknown, mistyped) = (ApiKeyFormat.Generate(), ApiKeyFormat.Generate()[..^1] + "!");
        const string Foreign = "a-secret-of-another-service-0123456789";

        (await client.GetAnswerAsync(Verify, ("X-API-Key", inHeader))).Is(HttpStatusCode.OK);
        (await client.GetAnswerAsync(Verify, ("Authorization", $"Bearer {asBearer}"))).Is(HttpStatusCode.OK);
        foreach (var bad in new[] { revoked, unknown, mistyped, Foreign })
        {
            (await client.GetAnswerAsync(Verify, ("X-API-Key", bad))).Is(HttpStatusCode.Unauthorized);
            (await client.GetAnswerAsync(Verify, ("Authorization", $"Bearer {bad}"))).Is(HttpStatusCode.Unauthorized);
        }

        await api.StopAsync();
        Assert.All(new[] { inHeader, asBearer }, key => Assert.Contains($"Key {ApiKeyFormat.ShownPrefix(key)} is in use", api.Output, StringComparison.Ordinal));
        Assert.Contains($"Key {ApiKeyFormat.ShownPrefix(revoked)} was refused: it was revoked", api.Output, StringComparison.Ordinal);
        Assert.Contains($"Key {ApiKeyFormat.ShownPrefix(unknown)} was refused: it is unknown", api.Output, StringComparison.Ordinal);
        Assert.Contains($"Key {ApiKeyFormat.ShownPrefix(mistyped)} was refused: it is malformed", api.Output, StringComparison.Ordinal);
        Assert.All(
            new[] { inHeader, asBearer, revoked, unknown, mistyped },
            key => Assert.DoesNotContain(key[ApiKeyFormat.ShownPrefix(key).Length..][..8], api.Output, StringComparison.Ordinal));
        Assert.DoesNotContain(Foreign[..8], api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_process_revokes_another_refuses_at_once()
    {
        await using var other = await StartAsync();
        var minted = (await Client.PostAnswerAsync("/api/v1/me/keys", new { name = "laptop" })).Is(HttpStatusCode.Created).Body;
        using var client = await other.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", minted.GetProperty("api_key").GetString());
        (await client.GetAnswerAsync(Verify)).Is(HttpStatusCode.OK);

        (await Client.CallAsync(HttpMethod.Delete, $"/api/v1/me/keys/{minted.GetProperty("key_id").GetGuid()}", null)).Is(HttpStatusCode.NoContent);

        await Eventually.TrueAsync(async () => (await client.GetAnswerAsync(Verify)).Status == HttpStatusCode.Unauthorized, AtOnce);
    }

    [Fact]
    public async Task Without_Redis_a_revoked_key_is_refused_within_five_seconds()
    {
        await using var alone = await StartAsync(redis: "127.0.0.1:1,connectTimeout=200");
        var key = await Tenant.CreateKeyAsync(Scopes.Read);
        using var client = await alone.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", key);
        (await client.GetAnswerAsync(Verify)).Is(HttpStatusCode.OK);

        await App.SqlAsync("update api_keys set revoked_at = now() where prefix = $1", ApiKeyFormat.ShownPrefix(key));

        await Eventually.TrueAsync(async () => (await client.GetAnswerAsync(Verify)).Status == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(5));
    }

    /// <summary>Another API over the application's database, and over its Redis unless told otherwise.</summary>
    private async Task<ServiceProcess> StartAsync(string? redis = null)
    {
        var api = ServiceProcess.Start(
            "CommonTrace.Api",
            ("ConnectionStrings__commontrace", App.ConnectionString),
            ("ConnectionStrings__redis", redis ?? await App.App.GetConnectionStringAsync("redis") ?? ""),
            ("Embedding__Provider", "local"),
            ("RateLimit__ReadsPerMinute", "0"),
            ("RateLimit__AnonymousPerMinute", "0"));
        await api.HealthyAsync();
        return api;
    }
}
