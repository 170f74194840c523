using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Telemetry;
using CommonTrace.Core.Traces;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace CommonTrace.Core.Search;

/// <summary>Finds traces by meaning, by tags, or by both.</summary>
public sealed class SearchTraces(CommonTraceDbContext database, QueryEmbedder embedder, EmbeddingSets sets, TimeProvider time)
{
    // Row-level security says the same of the tenant; the second seal is no reason to leave out the first.
    private const string Filter = "t.tenant_id = $1 and ($2::text is null or t.status = $2)";

    // All tags must be borne, so they are counted, not only matched. The filter stands inside the index scan, which goes on
    // (hnsw.iterative_scan) until enough rows pass it.
    private const string TagFilter =
        """
        t.id in (
            select tt.trace_id from trace_tags tt join tags g on g.id = tt.tag_id
            where g.tenant_id = $1 and g.name = any($4) group by tt.trace_id having count(*) = cardinality($4))
        """;

    private const string TagsSql =
        $"""
        select {TraceReader.Columns}
        from traces t {TraceReader.Job}
        where {Filter} and {TagFilter}
        order by t.created_at desc, t.id
        limit $3
        """;

    private static readonly string SemanticSql = SemanticSqlWith(Filter);

    private static readonly string SemanticTagsSql = SemanticSqlWith($"{Filter} and {TagFilter}");

    private const int MostLooks = 3;

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
            answer = new SearchAnswer([], "tags", null);
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
        for (var attempt = 1; ; attempt++)
        {
            var embedded = await embedder.EmbedAsync(text, cancellationToken);
            if (embedded.Vector is not { } vector)
            {
                return new SearchAnswer(tags.Count == 0 ? [] : await ByTagsAsync(query, tags, cancellationToken), "tags", embedded.MissingReason);
            }

            // When the model is changed in this moment, the vectors of the old one are gone, or are of another width: look again.
            var hits = await NearestAsync(vector, embedded.Model!, query, tags, canMiss: attempt < MostLooks, cancellationToken);
            if (hits is { Count: > 0 } || attempt == MostLooks || (!await sets.HaveLeftAsync(embedded.Model!, cancellationToken) && hits is not null))
            {
                return new SearchAnswer(hits!, "semantic", null);
            }
        }
    }

    /// <summary>The traces whose vectors are nearest; null when the stored ones have another width and <paramref name="canMiss"/>.</summary>
    private async Task<List<SearchHit>?> NearestAsync(
        Vector vector, EmbeddingModel model, TraceQuery query, IReadOnlyList<string> tags, bool canMiss, CancellationToken cancellationToken)
    {
        try
        {
            return await database.QueryAsync(
                tags.Count == 0 ? SemanticSql : SemanticTagsSql,
                [.. Shared(query, tags), new() { Value = vector }, new() { Value = model.Id }, new() { Value = model.Version }],
                row => new SearchHit(TraceReader.Read(row), 1 - row.GetDouble(TraceReader.ColumnCount)),
                cancellationToken);
        }
        catch (PostgresException exception) when (canMiss && exception.SqlState == PostgresErrorCodes.DataException)
        {
            return null;
        }
    }

    private Task<List<SearchHit>> ByTagsAsync(TraceQuery query, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        database.QueryAsync(TagsSql, Shared(query, tags), row => new SearchHit(TraceReader.Read(row), null), cancellationToken);

    private static string SemanticSqlWith(string filter) =>
        $"""
        select {TraceReader.Columns}, hit.distance
        from (
            select t.id, t.embedding <=> $5 as distance
            from traces t
            where t.embedding is not null and t.embedding_model_id = $6 and t.embedding_model_version = $7 and {filter}
            order by t.embedding <=> $5
            limit $3
        ) hit join traces t on t.id = hit.id {TraceReader.Job}
        order by hit.distance, t.id
        """;

    private NpgsqlParameter[] Shared(TraceQuery query, IReadOnlyList<string> tags) =>
    [
        new() { Value = (object?)database.TenantId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
        new() { Value = (object?)query.Status ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        new() { Value = query.Limit },
        new() { Value = tags.ToArray() },
    ];
}
