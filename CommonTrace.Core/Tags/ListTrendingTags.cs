using CommonTrace.Core.Data;
using NpgsqlTypes;

namespace CommonTrace.Core.Tags;

/// <summary>The tenant's tags that many more traces bear this week than the week before.</summary>
public sealed class ListTrendingTags(CommonTraceDbContext database)
{
    // One or two traces are no trend, and what grew from nothing is compared with one.
    private const string Sql =
        """
        select name, recent::float8 / greatest(earlier, 1), recent, earlier, now()
        from (
            select g.name, count(*) filter (where t.created_at > now() - interval '7 days') as recent,
                count(*) filter (where t.created_at <= now() - interval '7 days') as earlier
            from traces t join trace_tags tt on tt.trace_id = t.id join tags g on g.id = tt.tag_id
            where t.tenant_id = $1 and t.flagged_at is null and t.created_at > now() - interval '14 days'
            group by g.name
        ) weeks
        where recent >= 3 and recent > 2 * earlier
        order by 2 desc, 3 desc, name limit 10
        """;

    /// <summary>Runs it; the fastest growing first, at most 10.</summary>
    public async Task<IReadOnlyList<TrendingTag>> ExecuteAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        Sql, [new() { Value = (object?)database.TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }],
        row => new TrendingTag(row.GetString(0), row.GetDouble(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4)), cancellationToken);
}

/// <summary>A tag that grows.</summary>
/// <param name="Tag">Its name.</param>
/// <param name="GrowthRate">This week's traces for each of the week before; above 2.</param>
/// <param name="TraceCount">Traces of the last seven days; 3 or more.</param>
/// <param name="PriorCount">Traces of the seven days before.</param>
/// <param name="PeriodEnd">When the last seven days ended.</param>
public sealed record TrendingTag(string Tag, double GrowthRate, long TraceCount, long PriorCount, DateTimeOffset PeriodEnd);
