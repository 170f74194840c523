using System.Security.Cryptography;
using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>Somebody else of a tenant in a browser.</summary>
internal static class TraceVisitor
{
    /// <summary>Signs somebody in who came this long ago and may do this.</summary>
    public static async Task<PageClient> SignInAsync(TestApp app, TestTenant tenant, TimeSpan age, params string[] scopes) =>
        await PageClient.SignInAsync(app, await CreateKeyAsync(app, tenant, age, scopes));

    public static async Task<string> CreateKeyAsync(TestApp app, TestTenant tenant, TimeSpan age, params string[] scopes)
    {
        var (id, key) = (Guid.CreateVersion7(), ApiKeyFormat.Generate());
        await app.SqlAsync("insert into users (id, tenant_id, display_name, created_at) values ($1, $2, 'somebody', now() - $3)", id, tenant.Id, age);
        await app.SqlAsync(
            "insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) values ($1, $2, $3, 'test', $4, $5, $6)",
            Guid.CreateVersion7(), tenant.Id, id, ApiKeyFormat.ShownPrefix(key), SHA256.HashData(Encoding.UTF8.GetBytes(key)), scopes);
        return key;
    }
}
