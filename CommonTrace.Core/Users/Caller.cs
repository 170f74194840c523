using CommonTrace.Core.Tenants;

namespace CommonTrace.Core.Users;

/// <summary>On whose behalf a verb runs.</summary>
/// <param name="UserId">The user who holds the key.</param>
/// <param name="TenantId">The tenant that the call works in.</param>
/// <param name="Scopes">What the key may do.</param>
/// <param name="ExpiresAt">When the key ends; null for never.</param>
/// <param name="KeyId">The key; null for the operator's, which is configured.</param>
public sealed record Caller(Guid UserId, Guid TenantId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt, Guid? KeyId = null)
{
    /// <summary>What the tenant may use; null when it may use what it likes.</summary>
    public TenantQuotas? Quotas { get; init; }

    public bool May(string scope) => Scopes.Contains(scope);
}
