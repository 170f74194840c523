using System.Text.Json;
using CommonTrace.Core.Audit;

namespace CommonTrace.Core.Users;

/// <summary>Ends every key that begins so, whoever's it is: what an operator does about a key that was found where it should not be.</summary>
public sealed class RevokeLeakedKeys(AuditLog audit, ForgetKeys forget)
{
    private const string Sql =
        """
        revoked as (
            update api_keys set revoked_at = now() where prefix = $5 and revoked_at is null returning id, user_id, tenant_id
        ), outcome as (
            select jsonb_build_object(
                'prefix', $5, 'keys', jsonb_agg(jsonb_build_object('key_id', id, 'user_id', user_id, 'tenant_id', tenant_id))) as detail
            from revoked having count(*) > 0
        )
        """;

    /// <summary>Runs it; answers which keys were ended, or <c>key.not_found</c>.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="prefix">The first characters of the key, as logs and lists show them.</param>
    /// <param name="reason">Why, if they say.</param>
    public async Task<Result<RevokedKeys>> ExecuteAsync(Caller caller, string prefix, string? reason, CancellationToken cancellationToken)
    {
        var detail = await audit.RecordAsOwnerAsync(caller, "key.revoke", reason, Sql, [new() { Value = prefix }], cancellationToken);
        if (detail is not { } recorded)
        {
            return UserFailures.PrefixNotFound(prefix);
        }

        var keys = recorded.GetProperty("keys").EnumerateArray().Select(Read).ToList();
        keys.ForEach(key => forget.Execute(key.KeyId));
        return new RevokedKeys(keys);
    }

    private static RevokedKey Read(JsonElement key) => new(
        key.GetProperty("key_id").GetGuid(), key.GetProperty("user_id").GetGuid(), key.GetProperty("tenant_id").GetGuid());
}

/// <summary>The keys that were ended.</summary>
public sealed record RevokedKeys(IReadOnlyList<RevokedKey> Keys);

/// <summary>A key that was ended.</summary>
public sealed record RevokedKey(Guid KeyId, Guid UserId, Guid TenantId);
