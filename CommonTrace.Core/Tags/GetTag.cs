using CommonTrace.Core.Data;

namespace CommonTrace.Core.Tags;

/// <summary>One of the tenant's tags: how many traces bear it, how many are new, and which tags it comes with. What is hidden by flags is not counted.</summary>
public sealed class GetTag(CommonTraceDbContext database)
{
    // The weeks are those of the trending tags: seven days each, the last of which end now.
    private const string Sql =
        """
        with bearing as materialized (
            select t.id, t.status, t.created_at
            from tags g join trace_tags tt on tt.tag_id = g.id join traces t on t.id = tt.trace_id
            where g.tenant_id = $1 and g.name = $2 and t.tenant_id = $1 and t.flagged_at is null
        ), weeks as (
            select greatest(0, floor(extract(epoch from now() - created_at) / 604800))::int as ago, count(*) as traces
            from bearing where created_at > now() - interval '84 days' group by 1
        ), beside as (
            select g.name, count(*) as traces
            from bearing b join trace_tags tt on tt.trace_id = b.id join tags g on g.id = tt.tag_id
            where tt.tenant_id = $1 and g.name <> $2 group by g.name order by 2 desc, 1 limit 8
        )
        select (select count(*) from bearing), (select count(*) from bearing where status = 'validated'),
            array(select coalesce(w.traces, 0) from generate_series(11, 0, -1) as week left join weeks w on w.ago = week order by week desc),
            array(select name from beside order by traces desc, name), array(select traces from beside order by traces desc, name)
        where exists (select from tags g join trace_tags tt on tt.tag_id = g.id where g.tenant_id = $1 and g.name = $2)
        """;

    /// <summary>Runs it. Fails with <c>tag.not_found</c>.</summary>
    /// <param name="name">In any spelling.</param>
    public async Task<Result<TagFigures>> ExecuteAsync(string name, CancellationToken cancellationToken)
    {
        var normal = Tag.Normalize(name);
        var found = normal is null ? [] : await database.QueryAsync(
            Sql, [OptionalParameter.Of(database.TenantId), new() { Value = normal }],
            row => new TagFigures(
                normal, row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<long[]>(2),
                [.. row.GetFieldValue<string[]>(3).Zip(row.GetFieldValue<long[]>(4), (other, count) => new TagCount(other, (int)count))]),
            cancellationToken);
        return found is [var tag] ? tag : NotFound(name);
    }

    private static Failure NotFound(string name) => new(
        FailureKind.NotFound, "tag.not_found", $"No trace bears the tag '{name}'; look for another spelling, or contribute the first trace with it.");
}

/// <summary>What there is to tell of a tag.</summary>
/// <param name="Name">In its one spelling.</param>
/// <param name="TraceCount">Traces that bear it.</param>
/// <param name="ValidatedCount">How many of them are validated.</param>
/// <param name="NewByWeek">How many of them are new in each of the last twelve times seven days, the oldest first.</param>
/// <param name="Related">The tags that the most of them bear too, the most frequent first; at most 8.</param>
public sealed record TagFigures(string Name, long TraceCount, long ValidatedCount, IReadOnlyList<long> NewByWeek, IReadOnlyList<TagCount> Related);
