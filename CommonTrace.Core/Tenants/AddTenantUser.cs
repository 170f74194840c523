using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Tenants;

/// <summary>Adds a user to a tenant and mints the first key, as an operator.</summary>
public sealed class AddTenantUser(AuditLog audit, ApiKeyHasher hasher)
{
    private const string Sql =
        """
        person as (
            insert into users (id, tenant_id, email, display_name) select $5, t.id, $7, $8 from tenants t where t.id = $6 returning id, tenant_id
        ), minted as (
            insert into api_keys (id, tenant_id, user_id, name, prefix, key_hash, scopes) select $9, tenant_id, id, $10, $11, $12, $13 from person
            returning id, tenant_id, user_id, prefix, scopes
        ), outcome as (
            select jsonb_build_object('tenant_id', tenant_id, 'user_id', user_id, 'key_id', id, 'prefix', prefix, 'scopes', scopes) as detail from minted
        )
        """;

    /// <summary>Runs it; answers <c>tenant.not_found</c> or <c>user.email_taken</c>. The address is compared within the tenant, without regard to case.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="tenantId">Where the user comes in.</param>
    /// <param name="email">If they have one.</param>
    /// <param name="displayName">At most 100 characters.</param>
    /// <param name="scopes">What the key may do; null for <see cref="Scopes.OfContributor"/>.</param>
    public async Task<Result<RegisteredUser>> ExecuteAsync(
        Caller caller, Guid tenantId, string? email, string? displayName, IReadOnlyList<string?>? scopes, CancellationToken cancellationToken)
    {
        if (!UserDetails.Read(email, displayName).Succeeded(out var details, out var fault)
            || !Scopes.Parse(scopes, Scopes.OfContributor).Succeeded(out var wanted, out fault))
        {
            return fault;
        }

        var user = new RegisteredUser(Guid.CreateVersion7(), NewKey.Make(hasher, wanted), tenantId);
        try
        {
            var added = await audit.RecordAsOwnerAsync(caller, "tenant.add_user", reason: null, Sql, Parameters(user, details), cancellationToken);
            return added is null ? TenantFailures.NotFound(tenantId) : user;
        }
        catch (PostgresException exception) when (exception.ConstraintName == UserFailures.OneAddress)
        {
            return UserFailures.EmailTaken(details.Email!);
        }
    }

    private static NpgsqlParameter[] Parameters(RegisteredUser user, UserDetails details) =>
    [
        new() { Value = user.UserId }, new() { Value = user.TenantId }, OptionalParameter.Of(details.Email), OptionalParameter.Of(details.DisplayName),
        new() { Value = user.Key.Id }, new() { Value = NewKey.FirstName }, new() { Value = user.Key.Prefix }, new() { Value = user.Key.Hash },
        new() { Value = user.Key.Scopes },
    ];
}
