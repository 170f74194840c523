using System.Text.Json;
using CommonTrace.Core.Data;
using CommonTrace.Core.Traces;
using Npgsql;

namespace CommonTrace.Core.Search;

/// <summary>Reads what is shown of the traces that were found, and those that belong to them.</summary>
public sealed class ReadHits(CommonTraceDbContext database)
{
    private const string Columns = $"{TraceReader.Columns}, related.traces::text";

    /// <summary>
    /// The traces that belong to <c>traces t</c>: those that replace it come first, then those that it replaces, then near copies: two that share
    /// two hashes have half of their terms in common, while one hash may be chance.
    /// </summary>
    internal const string Belonging =
        """
        select n.id, n.title, 'superseded_by' as relation, 0 as place, n.flagged_at from traces n where n.supersedes_trace_id = t.id
        union all
        select o.id, o.title, 'supersedes', 1, o.flagged_at from traces o where o.id = t.supersedes_trace_id
        union all
        select s.id, s.title, 'similar', 2 + row_number() over (order by near.shared desc, s.id), s.flagged_at
        from trace_search own cross join lateral find_similar(t.tenant_id, own.signature, 6) near join traces s on s.id = near.id
        where own.trace_id = t.id and near.shared > 1 and near.id <> t.id and near.id is distinct from t.supersedes_trace_id and s.supersedes_trace_id is distinct from t.id
        """;

    private const string Related =
        $"""
        left join lateral (
            select json_agg(json_build_object('Id', r.id, 'Title', r.title, 'RelationshipType', r.relation) order by r.place, r.id) as traces
            from (select * from ({Belonging}) belonging where flagged_at is null order by place, id limit 3) r
        ) related on true
        """;

    /// <summary>Reads the traces whose ids are $1.</summary>
    internal const string FoundSql = $"select {Columns} from traces t {TraceReader.Joins} {Related} where t.id = any($1)";

    /// <summary>Runs it, in the order given. A trace that was deleted in this moment is left out.</summary>
    internal async Task<IReadOnlyList<SearchHit>> ExecuteAsync(IReadOnlyList<RankedCandidate> ranked, CancellationToken cancellationToken)
    {
        if (ranked.Count == 0)
        {
            return [];
        }

        var found = await database.QueryAsync(FoundSql, [new() { Value = ranked.Select(hit => hit.Candidate.Id).ToArray() }], Read, cancellationToken);
        var byId = found.ToDictionary(hit => hit.Trace.Id);
        return
        [
            .. ranked.Where(hit => byId.ContainsKey(hit.Candidate.Id)).Select(hit =>
                byId[hit.Candidate.Id] with { Similarity = hit.Candidate.Similarity, Score = hit.Score, Factors = hit.Factors }),
        ];
    }

    /// <summary>What bears the tags: validated traces first, then the more trusted, then the newer.</summary>
    internal async Task<IReadOnlyList<SearchHit>> ByTagsAsync(SearchFilter filter, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"""
            select {Columns}
            from (
                select t.* from traces t where {filter.Condition}
                order by t.status = 'validated' desc, t.trust_score desc, t.created_at desc, t.id limit $5
            ) t {TraceReader.Joins} {Related}
            order by t.status = 'validated' desc, t.trust_score desc, t.created_at desc, t.id
            """,
            [.. filter.Parameters, new() { Value = limit }],
            Read,
            cancellationToken);

    private static SearchHit Read(NpgsqlDataReader row) => new(
        TraceReader.Read(row), null, null, null,
        row.IsDBNull(TraceReader.ColumnCount) ? [] : JsonSerializer.Deserialize<List<RelatedTrace>>(row.GetString(TraceReader.ColumnCount))!);
}
