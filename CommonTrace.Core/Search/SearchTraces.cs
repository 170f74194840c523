using CommonTrace.Core.Data;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Telemetry;
using CommonTrace.Core.Traces;
using Npgsql;
using NpgsqlTypes;

namespace CommonTrace.Core.Search;

/// <summary>Finds traces by meaning, by tags, or by both.</summary>
public sealed class SearchTraces(CommonTraceDbContext database, QueryEmbedder embedder, TimeProvider time)
{
    // A tag that nobody uses must find nothing, so the tags are counted, not only matched. The filter stands inside the index scan, which
    // goes on (hnsw.iterative_scan) until enough rows pass it.
    private const string Filter =
        """
        ($1::text is null or t.status = $1)
        and (cardinality($2::text[]) = 0 or cardinality($2::text[]) = (
            select count(*) from trace_tags tt join tags g on g.id = tt.tag_id where tt.trace_id = t.id and g.name = any($2)))
        """;

    private const string SemanticSql =
        $"""
        select {TraceReader.Columns}, hit.distance
        from (
            select t.id, t.embedding <=> $4 as distance
            from traces t
            where t.embedding is not null and t.embedding_model_id = $5 and t.embedding_model_version = $6 and {Filter}
            order by t.embedding <=> $4
            limit $3
        ) hit join traces t on t.id = hit.id {TraceReader.Job}
        order by hit.distance, t.id
        """;

    private const string TagsSql =
        $"""
        select {TraceReader.Columns}
        from traces t {TraceReader.Job}
        where {Filter}
        order by t.created_at desc, t.id
        limit $3
        """;

    private static readonly Failure NothingAsked = Failure.Field("q", "give a text to search for, or at least one tag.");

    /// <summary>Runs it. Without a provider, or when that is too slow, the tags alone answer, and the answer says why.</summary>
    public async Task<Result<SearchAnswer>> ExecuteAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim();
        if (text is null && query.Tags.Count == 0)
        {
            return NothingAsked;
        }

        var (tags, impossible) = Tag.NormalizeAll(query.Tags);
        SearchAnswer answer;
        if (impossible.Count > 0)
        {
            // No trace can bear what is no tag.
            answer = new SearchAnswer([], text is null ? "tags" : "semantic", null);
        }
        else if (text is null)
        {
            answer = new SearchAnswer(await ByTagsAsync(query, tags, cancellationToken), "tags", null);
        }
        else
        {
            answer = await ByMeaningAsync(text, query, tags, cancellationToken);
        }

        CommonTraceTelemetry.SearchDuration.Record(time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("mode", answer.Mode));
        return answer;
    }

    private async Task<SearchAnswer> ByMeaningAsync(string text, TraceQuery query, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var embedded = await embedder.EmbedAsync(text, cancellationToken);
        if (embedded.Vector is not { } vector)
        {
            return new SearchAnswer(tags.Count == 0 ? [] : await ByTagsAsync(query, tags, cancellationToken), "tags", embedded.MissingReason);
        }

        var hits = await database.QueryAsync(
            SemanticSql,
            [.. Shared(query, tags), new() { Value = vector }, new() { Value = embedded.Model!.Id }, new() { Value = embedded.Model.Version }],
            row => new SearchHit(TraceReader.Read(row), 1 - row.GetDouble(19)),
            cancellationToken);
        return new SearchAnswer(hits, "semantic", null);
    }

    private Task<List<SearchHit>> ByTagsAsync(TraceQuery query, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        database.QueryAsync(TagsSql, Shared(query, tags), row => new SearchHit(TraceReader.Read(row), null), cancellationToken);

    private static NpgsqlParameter[] Shared(TraceQuery query, IReadOnlyList<string> tags) =>
    [
        new() { Value = (object?)query.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        new() { Value = tags.ToArray() },
        new() { Value = query.Limit },
    ];
}
