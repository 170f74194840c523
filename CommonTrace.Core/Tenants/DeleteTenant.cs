using CommonTrace.Core.Audit;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Tenants;

/// <summary>Deletes a tenant with all that belongs to it, as an operator: one statement, whole or not at all.</summary>
public sealed class DeleteTenant(AuditLog audit, ForgetKeys forget)
{
    private const string Sql =
        """
        gone as (
            delete from tenants where id = $5 returning id, name
        ), outcome as (
            select jsonb_build_object('tenant_id', id, 'name', name) as detail from gone
        )
        """;

    /// <summary>Runs it; takes minutes where there are hundreds of thousands of traces.</summary>
    public async Task<Failure?> ExecuteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (id == Tenant.CommonsId)
        {
            return TenantFailures.IsCommons;
        }

        var deleted = await audit.RecordAsOwnerAsync(caller, "tenant.delete", reason: null, Sql, [new() { Value = id }], cancellationToken);
        forget.Execute(id);
        return deleted is null ? TenantFailures.NotFound(id) : null;
    }
}
