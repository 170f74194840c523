using CommonTrace.Core.Data;
using CommonTrace.Core.Paging;
using Npgsql;

namespace CommonTrace.Core.Tenants;

/// <summary>Lists all tenants with their figures, the newest first: for operators.</summary>
public sealed class ListTenants(OwnerDatabase database)
{
    private const string Sql =
        """
        select t.id, t.name, t.created_at, t.max_traces, t.max_writes_a_day, t.max_embedding_tokens_a_day,
            (select count(*) from traces where tenant_id = t.id),
            (select count(*) from users where tenant_id = t.id),
            (select count(*) from api_keys where tenant_id = t.id and revoked_at is null and (expires_at is null or expires_at > now())),
            (select count(*) from votes where tenant_id = t.id),
            coalesce((select writes from tenant_usage where tenant_id = t.id and day = (now() at time zone 'UTC')::date), 0),
            (select coalesce(sum(token_count), 0) from embedding_jobs
             where tenant_id = t.id and status = 'completed' and completed_at >= date_trunc('day', now(), 'UTC'))
        from tenants t where t.id < $1 order by t.id desc limit $2
        """;

    /// <summary>Runs it.</summary>
    /// <param name="limit">How many; 1 to 100.</param>
    /// <param name="cursor">Where the page before ended; null for the first.</param>
    public async Task<Result<Page<TenantView>>> ExecuteAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryRead(cursor, out var before))
        {
            return PageCursor.Failure;
        }

        var tenants = await database.QueryAsync(Sql, [new() { Value = before }, new() { Value = limit + 1 }], Read, cancellationToken);
        return Page<TenantView>.Of(tenants, limit, tenant => tenant.Id);
    }

    private static TenantView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11),
        new TenantQuotas(row.GetFieldValue<long?>(3), row.GetFieldValue<long?>(4), row.GetFieldValue<long?>(5)), row.GetFieldValue<DateTimeOffset>(2));
}

/// <summary>A tenant, and how much of it there is.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Name">Unlike any other's.</param>
/// <param name="Traces">How many traces it holds.</param>
/// <param name="Users">How many people registered.</param>
/// <param name="Keys">How many keys work.</param>
/// <param name="Votes">How many votes stand.</param>
/// <param name="WritesToday">How many writing calls it made since midnight UTC; counted only where there is a quota.</param>
/// <param name="EmbeddingTokensToday">How many tokens were embedded for it since midnight UTC.</param>
/// <param name="Quotas">What it may use.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TenantView(
    Guid Id, string Name, long Traces, long Users, long Keys, long Votes, long WritesToday, long EmbeddingTokensToday,
    TenantQuotas Quotas, DateTimeOffset CreatedAt);
