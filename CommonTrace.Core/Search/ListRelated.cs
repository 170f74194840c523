using CommonTrace.Core.Data;
using CommonTrace.Core.Users;

namespace CommonTrace.Core.Search;

/// <summary>The traces that belong to one: those that replace it, the one that it replaces, and near copies, in this order. Hidden ones are left out.</summary>
public sealed class ListRelated(CommonTraceDbContext database)
{
    private const int Most = 5;

    private const string Sql =
        $"""
        select r.id, r.title, r.relation from traces t cross join lateral ({ReadHits.Belonging}) r
        where t.tenant_id = $1 and t.id = $2 and r.flagged_at is null
        order by r.place, r.id limit $3
        """;

    /// <summary>Runs it: at most 5; none of a trace that is not there.</summary>
    public async Task<IReadOnlyList<RelatedTrace>> ExecuteAsync(Caller caller, Guid traceId, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            Sql, [new() { Value = caller.TenantId }, new() { Value = traceId }, new() { Value = Most }],
            row => new RelatedTrace(row.GetGuid(0), row.GetString(1), row.GetString(2)), cancellationToken);
}
