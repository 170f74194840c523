using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;

namespace CommonTrace.Core.Users;

/// <summary>Makes a key for any user, with any scope, as an operator.</summary>
public sealed class MintKeyFor(AuditLog audit, ApiKeyHasher hasher)
{
    private const string Sql =
        """
        minted as (
            insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes, expires_at)
            select $5, u.tenant_id, u.id, $7, $8, $9, $10, now() + make_interval(days => $11) from users u where u.id = $6
            returning tenant_id, expires_at
        ), outcome as (
            select jsonb_build_object(
                'key_id', $5, 'prefix', $8, 'user_id', $6, 'tenant_id', tenant_id, 'scopes', $10::text[], 'expires_at', expires_at) as detail
            from minted
        )
        """;

    /// <summary>Runs it; answers <c>user.not_found</c> when there is no such user in any tenant.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="userId">Whose key it becomes, in their tenant.</param>
    /// <param name="name">What it is called; 1 to 100 characters.</param>
    /// <param name="scopes">What it may do; null for <see cref="Scopes.OfContributor"/>.</param>
    /// <param name="days">How long it lasts, in days; null for ever.</param>
    public async Task<Result<MintedKey>> ExecuteAsync(
        Caller caller, Guid userId, string name, IReadOnlyList<string?>? scopes, int? days, CancellationToken cancellationToken)
    {
        if (!Scopes.Parse(scopes, Scopes.OfContributor).Succeeded(out var wanted, out var fault))
        {
            return fault;
        }

        var key = NewKey.Make(hasher, wanted);
        var detail = await audit.RecordAsOwnerAsync(
            caller, "key.mint", reason: null, Sql,
            [
                new() { Value = key.Id }, new() { Value = userId }, new() { Value = name }, new() { Value = key.Prefix }, new() { Value = key.Hash },
                new() { Value = key.Scopes }, OptionalParameter.Of(days),
            ],
            cancellationToken);
        return detail is { } minted
            ? new MintedKey(
                key.Text, key.Id, name, key.Prefix, userId, minted.GetProperty("tenant_id").GetGuid(), key.Scopes, minted.Time("expires_at"))
            : UserFailures.NotFound(userId);
    }
}
