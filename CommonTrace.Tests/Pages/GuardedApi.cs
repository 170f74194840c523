using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>An API as in Production behind a proxy, over a database of its own: visitors may read, nobody may register, one address may try it once an hour.</summary>
public sealed class GuardedApi(TestApp app) : IAsyncLifetime
{
    private OwnApi? _api;

    public async ValueTask InitializeAsync() => _api = await OwnApi.StartAsync(
        app, ("ASPNETCORE_ENVIRONMENT", "Production"), ("Auth__KnownProxies__0", "127.0.0.1"), ("Pages__Public", "true"), ("Auth__Registration", "Closed"),
        ("Auth__RegistrationsPerHour", "1"), ("RateLimit__AnonymousPerMinute", "1000000"));

    internal async Task<RawPages> OpenAsync() => new(await AddressAsync());

    internal async Task<PageClient> SignInAsync(string key) => await PageClient.SignInAsync(await AddressAsync(), key);

    /// <summary>The key of somebody new, and its id.</summary>
    public async Task<(string Key, Guid Id)> CreateKeyAsync()
    {
        using var client = await _api!.CreateClientAsync();
        using var answer = await client.PostAsJsonAsync($"/api/v1/admin/tenants/{Tenant.CommonsId}/keys", new { }, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (body.GetProperty("api_key").GetString()!, body.GetProperty("key_id").GetGuid());
    }

    /// <summary>A client of its REST side with this key.</summary>
    public Task<HttpClient> CreateClientAsync(string? key) => _api!.CreateClientAsync(key);

    public ValueTask DisposeAsync() => _api!.DisposeAsync();

    private async Task<Uri> AddressAsync()
    {
        using var client = await CreateClientAsync(null);
        return client.BaseAddress!;
    }
}
