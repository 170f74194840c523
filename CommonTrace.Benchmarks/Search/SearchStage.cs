using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pgvector;

namespace CommonTrace.Benchmarks.Search;

/// <summary>A database with 100,000 traces of one tenant, their words read and their vectors indexed, and queries about them.</summary>
internal sealed class SearchStage(TraceStage traces) : IAsyncDisposable
{
    public const int Traces = 100_000;
    public const int Judged = 100;
    public const int Wanted = 10;

    /// <summary>What one trace in a hundred bears: those about the first topics.</summary>
    public const string RareTag = "one-percent";

    private const int Portion = 10_000;
    private const int Queries = 200;
    private const int Logs = 50;
    private const int RareTopics = TopicTexts.Topics / 100;

    private const string CopySql =
        """
        copy traces (id, tenant_id, title, context_text, solution_text, content_hash, status, contributor_id,
            trust_score, confirmation_count, is_seed, embedding, embedding_hash, embedding_model_id, embedding_model_version, embedded_at)
        from stdin binary
        """;

    private const string TagsSql =
        """
        insert into tags (id, tenant_id, name)
        select gen_random_uuid(), $1, name from unnest(array['one-percent', 'backend', 'build', 'frontend', 'dotnet', 'python', 'postgres', 'linux']) name;
        """;

    // The tag n is borne by every so manieth trace.
    private const string TagTracesSql =
        """
        insert into trace_tags (trace_id, tag_id, tenant_id)
        select t.id, g.id, t.tenant_id
        from (select id, tenant_id, row_number() over (order by id) as n from traces) t
        join tags g on g.name <> 'one-percent' and t.n % case g.name when 'backend' then 3 when 'build' then 5 else 9 + length(g.name) end = 0
        """;

    private const string RareTagSql =
        """
        insert into trace_tags (trace_id, tag_id, tenant_id) select t.id, g.id, g.tenant_id from unnest($1::uuid[]) t (id), tags g where g.name = 'one-percent'
        """;

    private readonly LocalEmbeddingGenerator _embedder = new();
    private readonly List<Guid> _rare = [];

    public TraceStage Database => traces;

    public IReadOnlyList<string> Sentences { get; private set; } = [];

    /// <summary>Questions about what bears <see cref="RareTag"/>.</summary>
    public IReadOnlyList<string> RareSentences { get; private set; } = [];

    public IReadOnlyList<string> Keywords { get; private set; } = [];

    public IReadOnlyList<string> PastedLogs { get; private set; } = [];

    /// <summary>The vectors of <see cref="Sentences"/>.</summary>
    public IReadOnlyList<float[]> Vectors { get; private set; } = [];

    /// <summary>What is truly nearest to the first <see cref="Judged"/> of them.</summary>
    public ExactNearest Nearest { get; private set; } = new([], 0);

    /// <summary>How long the words of all traces took to be read.</summary>
    public TimeSpan WordsTaken { get; private set; }

    /// <summary>How long the vector index took to be built.</summary>
    public TimeSpan IndexTaken { get; private set; }

    public static async Task<SearchStage> CreateAsync(TestApp app)
    {
        var stage = new SearchStage(await TraceStage.CreateAsync(app));
        var texts = new TopicTexts(seed: 1);
        stage.Sentences = Make(Queries, () => texts.Sentence());
        stage.RareSentences = Make(Queries / 4, () => texts.Sentence(RareTopics));
        stage.Keywords = Make(Queries, texts.Keywords);
        stage.PastedLogs = Make(Logs, texts.Log);
        stage.Vectors = [.. await Task.WhenAll(stage.Sentences.Select(stage.EmbedAsync))];
        stage.Nearest = new([.. stage.Vectors.Take(Judged)], Wanted);
        await Timed("traces", () => stage.LoadAsync(texts));
        stage.WordsTaken = await Timed("words", stage.ReadWordsAsync);
        stage.IndexTaken = await Timed("vector index", () => stage.BuildAsync(VectorColumn.IndexSql(
            SetColumns.IndexOf(SetColumns.Active), "embedding", LocalEmbeddingGenerator.Dimensions, concurrently: false)));
        await Timed("vacuum", () => stage.Database.SqlAsync("vacuum (analyze) traces, trace_search, trace_tags, tags"));
        await stage.Database.SqlAsync("select note_common_terms()");
        return stage;
    }

    /// <summary>Builds an index with the memory that a vector index wants.</summary>
    public async Task BuildAsync(string sql)
    {
        await using var connection = await Database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"set maintenance_work_mem = '2GB'; {sql}", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<TimeSpan> Timed(string name, Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        Console.WriteLine($"  {name}: {Figure.Number(watch.Elapsed.TotalSeconds)} s");
        return watch.Elapsed;
    }

    public ValueTask DisposeAsync() => traces.DisposeAsync();

    private static List<string> Make(int count, Func<string> make) => [.. Enumerable.Range(0, count).Select(_ => make())];

    private async Task LoadAsync(TopicTexts texts)
    {
        using var host = Database.CreateHost();
        await host.Services.GetRequiredService<EmbeddingSets>().EstablishedAsync(CancellationToken.None);
        await Database.SqlAsync($"drop index {SetColumns.IndexOf(SetColumns.Active)}");
        for (var stored = 0; stored < Traces; stored += Portion)
        {
            await using var connection = await Database.Source.OpenConnectionAsync();
            await using var copy = await connection.BeginBinaryImportAsync(CopySql);
            for (var i = 0; i < Portion; i++)
            {
                var (text, topic) = texts.Trace();
                await CopyAsync(copy, text);
                if (topic < RareTopics)
                {
                    _rare.Add(text.Id);
                }
            }

            await copy.CompleteAsync();
        }

        await Database.SqlAsync(TagsSql, Tenant.CommonsId);
        await Database.SqlAsync(TagTracesSql);
        await Database.SqlAsync(RareTagSql, _rare.ToArray());
        await Database.SqlAsync("vacuum (analyze) traces, trace_tags, tags, trace_search");
    }

    private async Task CopyAsync(NpgsqlBinaryImporter copy, TraceText text)
    {
        var vector = await EmbedAsync(text.EmbeddingText);
        Nearest.Add(text.Id, vector);
        await copy.WriteRowAsync(
            default, text.Id, Tenant.CommonsId, text.Title, text.Context, text.Solution, text.ContentHash, "pending", User.OperatorId,
            0m, 0, false, new Vector(vector), text.ContentHash, LocalEmbeddingGenerator.ModelId, LocalEmbeddingGenerator.ModelVersion, DateTime.UnixEpoch);
    }

    private async Task ReadWordsAsync()
    {
        using var host = Database.CreateHost();
        var words = host.Services.GetRequiredService<IndexWords>();
        while (await words.RunOnceAsync(CancellationToken.None) > 0)
        {
        }
    }

    private async Task<float[]> EmbedAsync(string text) => (await _embedder.GenerateAsync([text]))[0].Vector.ToArray();
}
