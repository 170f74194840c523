using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Support;

/// <summary>A tenant for one test class, and clients that work in it.</summary>
public sealed class TestTenant
{
    private readonly TestApp _app;

    private TestTenant(TestApp app) => _app = app;

    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid UserId { get; } = Guid.CreateVersion7();

    public static async Task<TestTenant> CreateAsync(TestApp app)
    {
        var tenant = new TestTenant(app);
        await app.SqlAsync("insert into tenants (id, name) values ($1, $2)", tenant.Id, $"test {tenant.Id}");
        await app.SqlAsync("insert into users (id, tenant_id, display_name) values ($1, $2, 'tester')", tenant.UserId, tenant.Id);
        return tenant;
    }

    /// <summary>A client with a key of these scopes.</summary>
    public async Task<HttpClient> CreateClientAsync(params string[] scopes) => _app.CreateClient(await CreateKeyAsync(scopes));

    /// <summary>A client that may read and contribute.</summary>
    public Task<HttpClient> CreateContributorAsync() => CreateClientAsync(Scopes.Read, Scopes.Contribute);

    /// <summary>Another user of the tenant, a minute old or, established, a week; with a client that may read and contribute.</summary>
    public async Task<(Guid UserId, HttpClient Client)> CreatePersonAsync(bool established)
    {
        var userId = Guid.CreateVersion7();
        await _app.SqlAsync(
            "insert into users (id, tenant_id, display_name, created_at) values ($1, $2, 'person', now() - $3)",
            userId, Id, established ? TimeSpan.FromDays(7) : TimeSpan.FromMinutes(1));
        return (userId, _app.CreateClient(await CreateKeyAsync(userId, Scopes.Read, Scopes.Contribute)));
    }

    public Task<string> CreateKeyAsync(params string[] scopes) => CreateKeyAsync(UserId, scopes);

    private async Task<string> CreateKeyAsync(Guid userId, params string[] scopes)
    {
        var key = ApiKeyFormat.Generate();
        await _app.SqlAsync(
            "insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) values ($1, $2, $3, 'test', $4, $5, $6)",
            Guid.CreateVersion7(), Id, userId, ApiKeyFormat.ShownPrefix(key), SHA256.HashData(Encoding.UTF8.GetBytes(key)), scopes);
        return key;
    }
}
