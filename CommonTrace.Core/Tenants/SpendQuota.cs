using CommonTrace.Core.Data;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Tenants;

/// <summary>Counts a writing call against what the tenant may use, and refuses it when that is used up. A tenant without quotas pays no statement.</summary>
public sealed class SpendQuota(CommonTraceDbContext database)
{
    // One statement, so that of callers at once no more are let in than the quota has room for. Traces and tokens are looked at, not
    // reserved: callers at once may go over by their number. What a refused call would have spent is not counted.
    private const string Sql =
        """
        with used as (
            select
                (select count(*) from (select from traces where tenant_id = $1 limit coalesce($2, 0)) held) >= $2 as is_full,
                (select coalesce(sum(token_count), 0) from embedding_jobs
                 where $4 is not null and tenant_id = $1 and status = 'completed' and completed_at >= date_trunc('day', now(), 'UTC')) >= $4 as is_embedded_out
        ), spent as (
            insert into tenant_usage (tenant_id, day, writes)
            select $1, (now() at time zone 'UTC')::date, 1 from used
            where is_full is not true and is_embedded_out is not true and $3 is distinct from 0
            on conflict (tenant_id, day) do update set writes = tenant_usage.writes + 1 where $3 is null or tenant_usage.writes < $3
            returning 1
        )
        select is_full is true, is_embedded_out is true, exists (select from spent),
            date_trunc('day', now(), 'UTC') + interval '1 day' - now()
        from used
        """;

    /// <summary>Runs it. Answers the refusal; null when the call may go on.</summary>
    /// <param name="caller">Who writes, and what their tenant may use.</param>
    /// <param name="use">What the call uses beside a write.</param>
    public async Task<Failure?> ExecuteAsync(Caller caller, QuotaUse use, CancellationToken cancellationToken)
    {
        if (caller.Quotas is not { } quotas)
        {
            return null;
        }

        var traces = use is QuotaUse.Trace ? quotas.MaxTraces : null;
        var tokens = use is QuotaUse.Write ? null : quotas.MaxEmbeddingTokensADay;
        // Run again because its answer was lost, a call is counted twice.
        var answers = await database.QueryAsync(
            Sql, [new() { Value = caller.TenantId }, OptionalParameter.Of(traces), OptionalParameter.Of(quotas.MaxWritesADay), OptionalParameter.Of(tokens)],
            row => row.GetBoolean(0) ? TenantFailures.OutOfTraces(traces!.Value)
                : row.GetBoolean(1) ? TenantFailures.OutOfTokens(tokens!.Value, row.GetTimeSpan(3))
                : row.GetBoolean(2) ? null
                : TenantFailures.OutOfWrites(quotas.MaxWritesADay!.Value, row.GetTimeSpan(3)),
            cancellationToken);
        return answers[0];
    }
}

/// <summary>What a writing call uses of a tenant's quotas.</summary>
public enum QuotaUse
{
    /// <summary>A write, and nothing else.</summary>
    Write,

    /// <summary>A write, and tokens: a text is embedded anew.</summary>
    Embedding,

    /// <summary>A write, tokens, and room for a trace.</summary>
    Trace,
}
