namespace CommonTrace.Core.Tenants;

/// <summary>The tenant that the work of this scope is done for; without one, no tenant's rows are seen.</summary>
public sealed class TenantContext
{
    /// <summary>The tenant's id, or null before <see cref="Enter"/>.</summary>
    public Guid? TenantId { get; private set; }

    /// <summary>Names the tenant, once: a scope never changes sides.</summary>
    /// <exception cref="InvalidOperationException">Another tenant was entered before.</exception>
    public void Enter(Guid tenantId)
    {
        if (TenantId is { } entered && entered != tenantId)
        {
            throw new InvalidOperationException($"This scope works for tenant {entered} and cannot enter tenant {tenantId}; make a new scope.");
        }

        TenantId = tenantId;
    }
}
