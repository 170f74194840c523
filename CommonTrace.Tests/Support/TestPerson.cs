using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Support;

/// <summary>Somebody else in a tenant, with a client of their own.</summary>
public sealed record TestPerson(Guid Id, HttpClient Client)
{
    /// <summary>One who has been there for a week, and may read and contribute.</summary>
    public static Task<TestPerson> CreateAsync(TestApp app, TestTenant tenant) =>
        CreateAsync(app, tenant, TimeSpan.FromDays(7), Scopes.Read, Scopes.Contribute);

    /// <summary>One who may read and moderate, and came this minute.</summary>
    public static Task<TestPerson> CreateModeratorAsync(TestApp app, TestTenant tenant) =>
        CreateAsync(app, tenant, TimeSpan.Zero, Scopes.Read, Scopes.Moderate);

    public static async Task<TestPerson> CreateAsync(TestApp app, TestTenant tenant, TimeSpan age, params string[] scopes)
    {
        var (id, key) = (Guid.CreateVersion7(), ApiKeyFormat.Generate());
        await app.SqlAsync("insert into users (id, tenant_id, display_name, created_at) values ($1, $2, 'somebody', now() - $3)", id, tenant.Id, age);
        await app.SqlAsync(
            "insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) values ($1, $2, $3, 'test', $4, $5, $6)",
            Guid.CreateVersion7(), tenant.Id, id, ApiKeyFormat.ShownPrefix(key), SHA256.HashData(Encoding.UTF8.GetBytes(key)), scopes);
        return new TestPerson(id, app.CreateClient(key));
    }
}
