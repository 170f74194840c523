using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Data;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Reembed;

/// <summary>A change of the model from its start to the swap, and what comes in meanwhile.</summary>
public sealed class ReembedTests(TestApp app)
{
    [Theory]
    [InlineData(1536, "vector(1536)")]
    [InlineData(256, "vector(256)")]
    [InlineData(3000, "halfvec(3000)")]
    public async Task No_search_fails_or_finds_nothing_while_the_model_changes(int dimensions, string type)
    {
        await using var stage = await ReembedStage.CreateAsync(app, 60);
        using var over = new CancellationTokenSource();
        var searching = Enumerable.Range(1, 2).Select(number => SearchUntilAsync(stage, $"trace {number}", over.Token)).ToArray();

        var started = await stage.StartAsync(ReembedStage.Model(dimensions));
        await stage.FinishAsync();
        var searched = (await SearchOnAsync(stage, searching, over)).Sum();
        var rolledBack = await stage.RollBackAsync();

        Assert.Equal(("filling", 0L, 60L), (started.State, started.Done, started.Remaining));
        Assert.True(searched > 20, $"Only {searched} searches ran.");
        Assert.Equal("rolled_back", rolledBack.State);
        await stage.RollBackAsync();
        Assert.Equal(type, await stage.TypeOfVectorsAsync());
    }

    [Fact]
    public async Task After_the_swap_all_bears_the_standard_names_and_the_new_width()
    {
        await using var untouched = await TestDatabase.CreateAsync(app);
        await using var stage = await ReembedStage.CreateAsync(app, 5);
        await stage.StartAsync(ReembedStage.Model(256));

        await stage.FinishAsync();

        var expected = (await Catalog.ReadAsync(untouched)).Replace("vector(1536)", "vector(256)", StringComparison.Ordinal).Split('\n');
        var found = (await Catalog.ReadAsync(stage.Database)).Split('\n');
        Assert.Equal(expected, found.Where(line => !line.Contains("_previous", StringComparison.Ordinal)));
        Assert.Equal(5 + 1 + 2, found.Length - expected.Length);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(3000)]
    public async Task What_is_contributed_after_the_swap_is_embedded_and_found(int dimensions)
    {
        await using var stage = await ReembedStage.CreateAsync(app, 3);
        await stage.StartAsync(ReembedStage.Model(dimensions));
        await stage.FinishAsync();

        var trace = await stage.ContributeAsync("Hydration fails");
        await stage.WorkAsync();

        Assert.Equal(trace, (await stage.SearchAsync("Hydration fails\nc\ns")).Hits[0].Trace.Id);
        Assert.Equal("another-model", await stage.Database.SqlAsync("select embedding_model from embedding_jobs where trace_id = $1", trace));
    }

    [Fact]
    public async Task Traces_that_are_edited_or_new_meanwhile_are_in_the_new_set()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 20);
        var edited = await stage.Jobs.AddTraceAsync("before");
        await stage.WorkAsync();
        await stage.StartAsync();
        await stage.AdvanceAsync();
        await stage.Jobs.PassAsync(batch: 128);

        await stage.Jobs.EditAsync(edited, "after");
        var added = await stage.Jobs.AddTraceAsync("new");
        await stage.Database.SqlAsync(
            """
            insert into traces (id, tenant_id, title, context_text, solution_text, content_hash, status, trust_score, confirmation_count, contributor_id, is_seed)
            select '00000000-0000-4000-8000-00000000000a', tenant_id, 'imported', 'c', 's', sha256(convert_to(E'imported\nc\ns', 'UTF8')), 'pending', 0, 0, contributor_id, false
            from traces where id = $1
            """,
            added);
        await stage.FinishAsync();

        Assert.Equal(23L, await stage.Database.SqlAsync(
            "select count(*) from traces where embedding is not null and embedding_hash = content_hash and embedding_model_id = 'another-model'"));
        Assert.Equal("another-model next", await stage.Database.SqlAsync(
            "select string_agg(embedding_model || case when embedding_set_id is null then '' else ' next' end, ',') from embedding_jobs where trace_id = '00000000-0000-4000-8000-00000000000a'"));
        Assert.Equal(edited, (await stage.SearchAsync("after\nc\ns")).Hits[0].Trace.Id);
        Assert.Equal((23L, 0L, 0L), Counts(await stage.ProgressAsync()));
    }

    [Fact]
    public async Task Nothing_is_asked_twice_of_the_provider()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 50);
        stage.Provider.Inputs.Clear();

        await stage.StartAsync();
        await stage.FinishAsync();

        Assert.All(stage.Provider.Inputs.Where(input => input.Key != ProviderCircuit.ProbeText), input => Assert.Equal(1, input.Value));
        Assert.Equal(51, stage.Provider.Inputs.Count);
    }

    [Fact]
    public async Task Filling_leaves_the_index_that_searches_read_alone()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 400);
        await stage.Database.SqlAsync("alter table traces set (autovacuum_enabled = false)");
        await stage.Database.SqlAsync("cluster traces using pk_traces");
        var before = await IndexSizeAsync(stage);
        await stage.StartAsync();

        await stage.AdvanceAsync();
        while (await stage.Jobs.PassAsync(batch: 16) > 0)
        {
            // Small beside the table, as batches are: see PlanReembedding on why their order is random.
        }

        Assert.Equal(400, (await stage.ProgressAsync()).Done);
        // In the order of the table it would grow by a quarter.
        Assert.InRange(await IndexSizeAsync(stage), before, before * 6 / 5);
    }

    [Fact]
    public async Task A_text_that_no_provider_takes_does_not_hold_up_the_swap()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 5);
        var poison = await stage.Jobs.AddTraceAsync("poison");
        await stage.WorkAsync();
        stage.Provider.Misbehave = (context, texts) =>
        {
            var isPoison = texts.Any(text => text.StartsWith("poison", StringComparison.Ordinal));
            context.Response.StatusCode = isPoison ? 400 : 200;
            return Task.FromResult(isPoison);
        };

        await stage.StartAsync();
        await stage.FinishAsync();

        Assert.Equal((5L, 0L, 1L), Counts(await stage.ProgressAsync()));
        Assert.False(await stage.Jobs.IsEmbeddedAsync(poison));
        Assert.Equal(0, await stage.Jobs.SweepAsync());
        Assert.Equal("completed,failed", await stage.Database.SqlAsync(
            "select string_agg(status, ',' order by created_at) from embedding_jobs where trace_id = $1 and embedding_set_id is null", poison));
    }

    [Fact]
    public async Task An_index_that_a_lost_worker_left_half_built_is_built_anew()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 5);
        await stage.StartAsync();
        await stage.AdvanceAsync();
        await stage.WorkAsync();
        await stage.Database.SqlAsync("create index ix_traces_embedding_hnsw_next on traces using hnsw (embedding_next vector_cosine_ops)");
        await stage.Database.SqlAsync("create index ix_traces_unembedded_next on traces (id) where embedding_next is null");
        await stage.Database.SqlAsync("update pg_index set indisvalid = false where indexrelid = 'ix_traces_embedding_hnsw_next'::regclass");

        await stage.FinishAsync();

        Assert.Equal(true, await stage.Database.SqlAsync("select indisvalid from pg_index where indexrelid = 'ix_traces_embedding_hnsw'::regclass"));
        Assert.EndsWith("(embedding_hash IS DISTINCT FROM content_hash))", (string)(await stage.Database.SqlAsync("select pg_get_indexdef('ix_traces_unembedded'::regclass)"))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_local_model_can_take_over()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 5);

        await stage.StartAsync(EmbeddingProvider.LocalModel);
        await stage.FinishAsync();

        Assert.Equal(5L, await stage.Database.SqlAsync("select count(*) from traces where embedding_model_id = $1", EmbeddingProvider.LocalModel.Id));
        Assert.Equal(5, (await stage.SearchAsync("trace 3")).Hits.Count);
    }

    private static (long Done, long Remaining, long Failed) Counts(Core.Embeddings.Reembed.ReembeddingProgress progress) => (progress.Done, progress.Remaining, progress.Failed);

    private static async Task<long> IndexSizeAsync(ReembedStage stage) => (long)(await stage.Database.SqlAsync("select pg_relation_size('ix_traces_embedding_hnsw')"))!;

    /// <summary>Searches until told to stop; answers how often it did.</summary>
    private static async Task<int> SearchUntilAsync(ReembedStage stage, string text, CancellationToken over)
    {
        for (var count = 1; ; count++)
        {
            var answer = await stage.SearchAsync(text);
            Assert.Equal(("semantic", 10, null), (answer.Mode, answer.Hits.Count, answer.DegradedReason));
            if (over.IsCancellationRequested)
            {
                return count;
            }
        }
    }

    /// <summary>Lets the searches run a little beyond the swap.</summary>
    private static async Task<int[]> SearchOnAsync(ReembedStage stage, Task<int>[] searching, CancellationTokenSource over)
    {
        await SearchUntilAsync(stage, "trace 9", new CancellationToken(canceled: true));
        await over.CancelAsync();
        return await Task.WhenAll(searching);
    }
}
