using CommonTrace.Core.Data;
using CommonTrace.Core.Search.Words;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Search;

/// <summary>Asks the legs which traces may fit, in one statement, with what their rank depends on.</summary>
public sealed class FindCandidates(CommonTraceDbContext database, FilterReach reach, TenantSize size, IOptions<SearchOptions> options)
{
    private const string Words = "select * from search_words($1, $10, $11, $12, $13, $14, $15::tsquery, $16, $17, $2, $3, $5)";

    private const string NoWords = "select null::uuid as id, null::real as score, null::real as coverage where false";

    private const string WithContext =
        "t.metadata_json::text, array(select g.name from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id)";

    private const string WithoutContext = "null::text, null::text[]";

    private const string NoVectors = "select null::uuid as id, null::float8 as distance where false";

    /// <summary>Runs it. Either leg may be left out.</summary>
    /// <exception cref="PostgresException">22000: the stored vectors have another width by now.</exception>
    internal async Task<List<Candidate>> ExecuteAsync(
        TraceQuery asked, SearchFilter filter, QueryWords words, bool byWords, EmbeddedQuery query, CancellationToken cancellationToken)
    {
        var byVectors = query.Vector is not null;
        var few = byVectors && await reach.IsFewAsync(database, filter, cancellationToken);
        var traces = byWords ? await size.OfAsync(database, cancellationToken) : 0;

        var candidates = await RunAsync(few);
        // The index may give up under a filter before it has found enough: then all that pass the filter are compared.
        return few || !byVectors || candidates.Count(candidate => candidate.Similarity is not null) >= asked.Limit ? candidates : await RunAsync(exactly: true);

        Task<List<Candidate>> RunAsync(bool exactly)
        {
            var (sql, parameters) = StatementOf(asked, filter, words, byWords, query, options.Value.Candidates, traces, exactly);
            return database.QueryAsync(sql, parameters, Read, cancellationToken);
        }
    }

    /// <summary>The statement, for a tenant of so many traces.</summary>
    internal static (string Sql, NpgsqlParameter[] Parameters) StatementOf(
        TraceQuery asked, SearchFilter filter, QueryWords words, bool byWords, EmbeddedQuery query, int most, long traces, bool exactly) =>
    (
        SqlOf(byWords ? Words : NoWords, query.Vector is null ? NoVectors : NearSql(filter, most, exactly), asked.Context is not null),
        [
            .. filter.Parameters,
            new() { Value = most },
            new() { Value = (object?)query.Vector ?? DBNull.Value, DataTypeName = "vector" },
            Text(query.Model?.Id),
            Text(query.Model?.Version),
            new() { Value = words.Odd },
            .. byWords ? WordParameters(words, filter.Tags, traces) : [],
        ]);

    // The sum keeps the index out of it. The limit is literal: a cached plan that does not know it may read the whole table.
    internal static string NearSql(SearchFilter filter, int most, bool exactly) =>
        $"""
        select t.id, t.embedding <=> $6 as distance from traces t
        where t.embedding is not null and t.embedding_model_id = $7 and t.embedding_model_version = $8 and {filter.Condition}
        order by {(exactly ? "(t.embedding <=> $6) + 0" : "t.embedding <=> $6")} limit {most}
        """;

    private static string SqlOf(string words, string near, bool withContext) =>
        $"""
        with words as materialized (
        {words}
        ), near as materialized (
        {near}
        )
        select t.id, w.score, w.coverage, (select count_unknown_words($1, $9)),
            case when t.embedding_model_id = $7 and t.embedding_model_version = $8 then 1 - coalesce(n.distance, t.embedding <=> $6) end,
            t.trust_score::float8, t.status = 'validated', t.created_at, t.review_after, coalesce(s.solved_count, 0), coalesce(s.failed_count, 0),
            {(withContext ? WithContext : WithoutContext)}
        from (select id from words union select id from near) proposed
        join traces t on t.id = proposed.id and t.tenant_id = $1
        left join words w on w.id = t.id
        left join near n on n.id = t.id
        left join trace_stats s on s.trace_id = t.id
        """;

    private static NpgsqlParameter[] WordParameters(QueryWords words, IReadOnlyList<string> tags, long size) =>
    [
        new() { Value = words.Words },
        new() { Value = words.Terms },
        new() { Value = words.Importance },
        new() { Value = words.Likeness },
        new() { Value = words.ArePlain },
        Text(tags.Count == 0 ? null : string.Join(" & ", tags.Select(tag => $"'{TraceWords.OfTag(tag)}'"))),
        new() { Value = words.CanSpell },
        new() { Value = size },
    ];

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static Candidate Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        WordScore = row.IsDBNull(1) ? null : row.GetFloat(1),
        Coverage = row.IsDBNull(2) ? null : row.GetFloat(2),
        OddWords = row.GetInt32(3),
        Similarity = row.IsDBNull(4) ? null : row.GetDouble(4),
        TrustScore = row.GetDouble(5),
        IsValidated = row.GetBoolean(6),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        ReviewAfter = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
        SolvedCount = row.GetInt32(9),
        FailedCount = row.GetInt32(10),
        MetadataJson = row.IsDBNull(11) ? null : row.GetString(11),
        Tags = row.IsDBNull(12) ? [] : row.GetFieldValue<string[]>(12),
    };
}
