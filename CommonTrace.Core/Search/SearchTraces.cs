using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Search;

/// <summary>Finds traces by words and meaning, by one of them, or by tags alone. What cannot run is left out and told; nothing fails for it.</summary>
public sealed class SearchTraces(
    CommonTraceDbContext database, QueryEmbedder embedder, EmbeddingSets sets, FindCandidates find, ReadHits read, NoteMiss miss,
    IOptions<SearchOptions> options, TimeProvider time)
{
    private const int MostLooks = 3;

    private static readonly Failure NothingAsked = Failure.Field("q", "give a text to search for, or at least one tag.");

    /// <summary>Runs it.</summary>
    public async Task<Result<SearchAnswer>> ExecuteAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim();
        if (text is null && query.Tags.Count == 0)
        {
            return NothingAsked;
        }

        var (tags, impossible) = Tag.NormalizeAll(query.Tags);
        var filter = new SearchFilter(database.TenantId, query.Status, query.IncludeExpired, tags);
        var answer =
            // No trace can bear what is no tag.
            impossible.Count > 0 ? new SearchAnswer([], text is null ? "tags" : NameOf(query.Mode), null)
            : text is null ? new SearchAnswer(await read.ByTagsAsync(filter, query.Limit, cancellationToken), "tags", null)
            : await ByTextAsync(text, query, filter, cancellationToken);
        if (answer.Hits.Count == 0 && !query.IsTyping)
        {
            await miss.ExecuteAsync(text, tags, cancellationToken);
        }

        CommonTraceTelemetry.SearchDuration.Record(time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("mode", answer.Mode));
        return answer;
    }

    private async Task<SearchAnswer> ByTextAsync(string text, TraceQuery query, SearchFilter filter, CancellationToken cancellationToken)
    {
        var words = QueryWords.Of(text);
        for (var look = 1; ; look++)
        {
            var embedded = query.Mode == SearchMode.Keyword ? EmbeddedQuery.NotAsked : await embedder.EmbedAsync(text, cancellationToken);
            try
            {
                if (await database.OnOneConnectionAsync(() => LookAsync(query, filter, words, embedded, look == MostLooks, cancellationToken), cancellationToken) is { } answer)
                {
                    return answer;
                }
            }
            catch (PostgresException exception) when (look < MostLooks && exception.SqlState == PostgresErrorCodes.DataException)
            {
                // Or they are of another width.
                sets.Forget();
            }
        }
    }

    /// <summary>Null when the model is changed in this moment, so that the vectors of the old one are gone: look again, unless it was the last look.</summary>
    private async Task<SearchAnswer?> LookAsync(
        TraceQuery query, SearchFilter filter, QueryWords words, EmbeddedQuery embedded, bool isLast, CancellationToken cancellationToken)
    {
        var byWords = embedded.Vector is null || query.Mode != SearchMode.Semantic;
        var candidates = await find.ExecuteAsync(query, filter, words, byWords, embedded, cancellationToken);
        if (!isLast && embedded.Model is not null && !candidates.Exists(candidate => candidate.Similarity is not null)
            && await sets.HaveLeftAsync(embedded.Model, cancellationToken))
        {
            return null;
        }

        var ranked = Rank(candidates, words, embedded.Model, byWords, query);
        return new SearchAnswer(
            await read.ExecuteAsync(ranked, cancellationToken), embedded.Vector is null ? "keyword" : NameOf(query.Mode), embedded.MissingReason);
    }

    private List<RankedCandidate> Rank(IReadOnlyList<Candidate> candidates, QueryWords words, EmbeddingModel? model, bool byWords, TraceQuery query)
    {
        var legs = options.Value.Of(words.Kind);
        var floor = new RelevanceFloor(
            legs.LeastCoverage,
            options.Value.LeastSimilarityOf(model),
            model is not null && byWords ? legs.LeastTogether : 1,
            // Other models than the local one know more words, and other languages.
            model is null || model.Provider == EmbeddingModel.LocalProvider ? options.Value.OddWordsFactor * words.ShareOf(candidates is [var any, ..] ? any.OddWords : 0) : 0);
        return [.. new RankCandidates(options.Value, time.GetUtcNow()).Run(candidates, floor, legs, query.Context).Take(query.Limit)];
    }

    private static string NameOf(SearchMode mode) => mode switch
    {
        SearchMode.Semantic => "semantic",
        SearchMode.Keyword => "keyword",
        _ => "hybrid",
    };
}
