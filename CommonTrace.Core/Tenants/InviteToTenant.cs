using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Tenants;

/// <summary>Makes a code by which people register in a tenant, as an operator.</summary>
public sealed class InviteToTenant(AuditLog audit, ApiKeyHasher hasher)
{
    private const string Sql =
        """
        made as (
            insert into invitations (id, tenant_id, prefix, code_hash, scopes, uses, max_uses, created_by, expires_at)
            select $5, t.id, $7, $8, $9, 0, $10, $2, now() + make_interval(days => $11) from tenants t where t.id = $6
            returning *
        ), outcome as (
            select jsonb_build_object('invitation_id', id, 'tenant_id', tenant_id, 'prefix', prefix, 'scopes', scopes, 'max_uses', max_uses,
                'expires_at', expires_at) as detail
            from made
        )
        """;

    /// <summary>Runs it; answers <c>tenant.not_found</c> when there is none.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="tenantId">Where whoever has the code comes in.</param>
    /// <param name="scopes">What their keys may do; null for <see cref="Scopes.OfContributor"/>.</param>
    /// <param name="maxUses">How many may come in by it; 1 to <see cref="KeyLimits.InvitationUses"/>.</param>
    /// <param name="days">How long it lasts, in days; 1 to <see cref="KeyLimits.Days"/>.</param>
    public async Task<Result<NewInvitation>> ExecuteAsync(
        Caller caller, Guid tenantId, IReadOnlyList<string?>? scopes, int maxUses, int days, CancellationToken cancellationToken)
    {
        if (!Scopes.Parse(scopes, Scopes.OfContributor).Succeeded(out var wanted, out var fault))
        {
            return fault;
        }

        var (id, code) = (Guid.CreateVersion7(), InvitationFormat.Generate());
        var detail = await audit.RecordAsOwnerAsync(
            caller, "tenant.invite", reason: null, Sql,
            [
                new() { Value = id }, new() { Value = tenantId }, new() { Value = InvitationFormat.ShownPrefix(code) }, new() { Value = hasher.Hash(code) },
                new() { Value = wanted }, new() { Value = maxUses }, new() { Value = days },
            ],
            cancellationToken);
        return detail is { } made
            ? new NewInvitation(id, code, tenantId, wanted, maxUses, made.GetProperty("expires_at").GetDateTimeOffset())
            : TenantFailures.NotFound(tenantId);
    }
}

/// <summary>A new invitation, whose code is shown this once.</summary>
public sealed record NewInvitation(Guid Id, string Code, Guid TenantId, IReadOnlyList<string> Scopes, int MaxUses, DateTimeOffset ExpiresAt);
