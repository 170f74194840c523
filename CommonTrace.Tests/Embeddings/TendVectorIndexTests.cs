using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Embeddings;

/// <summary>When the vector index goes, when it stays, and when it comes back.</summary>
public sealed class TendVectorIndexTests(TestApp app)
{
    private static readonly (string, string) From100 = ("Queue:BulkFrom", "100");

    [Fact]
    public async Task A_large_load_is_embedded_without_the_index_which_is_built_after_it()
    {
        await using var stage = await JobStage.CreateAsync(app, From100);
        await stage.AddManyAsync(100);
        await stage.SetAsync();

        await TendAsync(stage);
        var during = await IsValidAsync(stage);
        await stage.PassAsync(batch: 89);
        await TendAsync(stage);
        var withElevenDue = await IsValidAsync(stage);
        await stage.PassAsync(batch: 1);
        await TendAsync(stage);

        Assert.Equal((null, null), (during, withElevenDue));
        Assert.Equal(true, await IsValidAsync(stage));
        Assert.EndsWith(
            "USING hnsw (embedding vector_cosine_ops) WITH (m='16', ef_construction='64')",
            (string)(await stage.Database.SqlAsync("select pg_get_indexdef('ix_traces_embedding_hnsw'::regclass)"))!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 200)]
    public async Task The_index_stays_while_little_is_due_or_little_beside_what_is_there(int due, int embedded)
    {
        await using var stage = await JobStage.CreateAsync(app, From100);
        await stage.AddManyAsync(embedded);
        await stage.PassAsync(batch: 500);
        for (var number = 0; number < due; number++)
        {
            await stage.AddTraceAsync($"due {number}");
        }

        await stage.SetAsync();
        await TendAsync(stage);

        Assert.Equal(true, await IsValidAsync(stage));
    }

    [Fact]
    public async Task An_invalid_index_is_built_anew()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(3);
        await stage.PassAsync();
        await stage.Database.SqlAsync("update pg_index set indisvalid = false where indexrelid = 'ix_traces_embedding_hnsw'::regclass");

        await TendAsync(stage);

        Assert.Equal(true, await IsValidAsync(stage));
    }

    [Fact]
    public async Task A_lost_index_on_half_vectors_is_built_as_one()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider, ("Embedding:Dimensions", "2500"));
        await stage.AddManyAsync(3);
        await stage.PassAsync();
        await stage.Database.SqlAsync("drop index ix_traces_embedding_hnsw");

        await TendAsync(stage);

        Assert.Contains("embedding halfvec_cosine_ops", (string)(await stage.Database.SqlAsync("select pg_get_indexdef('ix_traces_embedding_hnsw'::regclass)"))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_ever_embedded_the_index_is_left_alone()
    {
        await using var stage = await JobStage.CreateAsync(app, From100);
        await stage.AddManyAsync(100);

        await TendAsync(stage);

        Assert.Equal(true, await IsValidAsync(stage));
    }

    private static Task<bool> TendAsync(JobStage stage) => stage.UseAsync<TendVectorIndex, bool>(async tend =>
    {
        await tend.RunOnceAsync(TestContext.Current.CancellationToken);
        return true;
    });

    /// <summary>Null when there is no index.</summary>
    private static Task<object?> IsValidAsync(JobStage stage) =>
        stage.Database.SqlAsync("select indisvalid from pg_index where indexrelid = to_regclass('ix_traces_embedding_hnsw')");
}
