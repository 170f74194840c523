using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;
using Npgsql;

namespace CommonTrace.Core.Tenants;

/// <summary>Makes a tenant, as an operator.</summary>
public sealed class CreateTenant(AuditLog audit)
{
    private const string Sql =
        """
        made as (
            insert into tenants (id, name, max_traces, max_writes_a_day, max_embedding_tokens_a_day) values ($5, $6, $7, $8, $9) returning *
        ), outcome as (
            select jsonb_build_object('tenant_id', id, 'name', name, 'max_traces', max_traces, 'max_writes_a_day', max_writes_a_day,
                'max_embedding_tokens_a_day', max_embedding_tokens_a_day) as detail
            from made
        )
        """;

    /// <summary>Runs it; answers the tenant's id, or <c>tenant.name_taken</c>.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="name">Unlike any other tenant's; 1 to 100 characters.</param>
    /// <param name="quotas">What it may use.</param>
    public async Task<Result<Guid>> ExecuteAsync(Caller caller, string name, TenantQuotas quotas, CancellationToken cancellationToken)
    {
        var (id, trimmed) = (Guid.CreateVersion7(), name.Trim());
        try
        {
            await audit.RecordAsOwnerAsync(
                caller, "tenant.create", reason: null, Sql,
                [
                    new() { Value = id }, new() { Value = trimmed }, OptionalParameter.Of(quotas.MaxTraces),
                    OptionalParameter.Of(quotas.MaxWritesADay), OptionalParameter.Of(quotas.MaxEmbeddingTokensADay),
                ],
                cancellationToken);
            return id;
        }
        catch (PostgresException exception) when (exception.ConstraintName == "ix_tenants_name")
        {
            return TenantFailures.NameTaken(trimmed);
        }
    }
}
