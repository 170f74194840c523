using CommonTrace.Core.Audit;
using CommonTrace.Core.Data;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Tenants;

/// <summary>Says anew what a tenant may use, as an operator.</summary>
public sealed class ChangeQuotas(AuditLog audit, ForgetKeys forget)
{
    private const string Sql =
        """
        changed as (
            update tenants set max_traces = $6, max_writes_a_day = $7, max_embedding_tokens_a_day = $8 where id = $5 returning *
        ), outcome as (
            select jsonb_build_object('tenant_id', id, 'name', name, 'max_traces', max_traces, 'max_writes_a_day', max_writes_a_day,
                'max_embedding_tokens_a_day', max_embedding_tokens_a_day) as detail
            from changed
        )
        """;

    /// <summary>Runs it. What is used up already stays used: a smaller quota takes nothing away.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="id">The tenant.</param>
    /// <param name="quotas">All three: what is null is not limited any more.</param>
    public async Task<Failure?> ExecuteAsync(Caller caller, Guid id, TenantQuotas quotas, CancellationToken cancellationToken)
    {
        var changed = await audit.RecordAsOwnerAsync(
            caller, "tenant.quotas", reason: null, Sql,
            [
                new() { Value = id }, OptionalParameter.Of(quotas.MaxTraces), OptionalParameter.Of(quotas.MaxWritesADay),
                OptionalParameter.Of(quotas.MaxEmbeddingTokensADay),
            ],
            cancellationToken);
        // The quotas ride with the keys.
        forget.Execute(id);
        return changed is null ? TenantFailures.NotFound(id) : null;
    }
}
