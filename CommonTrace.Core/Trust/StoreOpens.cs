using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Core.Trust;

/// <summary>Writes down who opened which traces of a tenant, and how often each was opened: one statement, as that tenant.</summary>
public sealed class StoreOpens(IServiceScopeFactory scopes)
{
    // The locks keep traces from being deleted between being looked for and being referred to; sorted, so that nobody waits in a circle.
    // An operator works in tenants where the operator is no user: that row is there always.
    private const string Sql =
        """
        with standing as materialized (
            select id from traces where tenant_id = $1 and id = any($2) order by id for key share
        ), told as materialized (
            select o.trace_id, o.user_id, o.times
            from unnest($2, $3, $4) as o (trace_id, user_id, times) join standing s on s.id = o.trace_id
        ), opened as (
            insert into trace_opens (trace_id, user_id, tenant_id)
            select trace_id, user_id, $1 from told
            where user_id = $5 or exists (select from users u where u.tenant_id = $1 and u.id = told.user_id)
            order by trace_id, user_id
            on conflict (trace_id, user_id) do nothing
        )
        insert into trace_stats as s (trace_id, tenant_id, retrieval_count, solved_count, failed_count)
        select trace_id, $1, sum(times), 0, 0 from told group by trace_id order by trace_id
        on conflict (trace_id) do update set retrieval_count = s.retrieval_count + excluded.retrieval_count
        """;

    /// <summary>Runs it. Traces and users that are gone are passed over.</summary>
    internal async Task ExecuteAsync(Guid tenantId, IReadOnlyList<KeyValuePair<OpenedTrace, int>> opens, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(tenantId);
        await scope.ServiceProvider.GetRequiredService<CommonTraceDbContext>().QueryAsync(
            Sql,
            [
                new() { Value = tenantId },
                new() { Value = opens.Select(open => open.Key.TraceId).ToArray() },
                new() { Value = opens.Select(open => open.Key.UserId).ToArray() },
                new() { Value = opens.Select(open => open.Value).ToArray() },
                new() { Value = User.OperatorId },
            ],
            _ => 0, cancellationToken);
    }
}
