using System.Security.Cryptography;
using System.Text;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;

namespace CommonTrace.Benchmarks.Api;

/// <summary>Established users of the commons with a key each: they may read, contribute, and vote for what the operator wrote.</summary>
internal static class ApiVoters
{
    public static async Task<string[]> CreateAsync(TraceStage stage, int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => ApiKeyFormat.Generate()).ToArray();
        foreach (var key in keys)
        {
            var user = Guid.CreateVersion7();
            await stage.SqlAsync("insert into users (id, tenant_id, created_at) values ($1, $2, now() - interval '30 days')", user, Tenant.CommonsId);
            await stage.SqlAsync(
                "insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) values ($1, $2, $3, 'benchmark', $4, $5, '{read,contribute}')",
                Guid.CreateVersion7(), Tenant.CommonsId, user, ApiKeyFormat.ShownPrefix(key), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        }

        return keys;
    }
}
