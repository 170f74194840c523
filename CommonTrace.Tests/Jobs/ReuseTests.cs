using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs;

/// <summary>The same content is embedded once by the same model, whoever asks.</summary>
public sealed class ReuseTests(TestApp app)
{
    [Fact]
    public async Task A_second_job_for_unchanged_content_asks_nobody()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync();
        await stage.PassAsync();
        await stage.AddJobAsync(trace);

        await stage.PassAsync();

        var job = await stage.JobAsync(trace);
        Assert.Equal(("completed", 0), (job.GetProperty("status").GetString(), job.GetProperty("token_count").GetInt32()));
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task Equal_content_of_another_tenant_gets_the_same_vector()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var first = await stage.AddTraceAsync("told twice");
        await stage.PassAsync();
        var second = await stage.AddTraceAsync("told twice", tenant: await stage.AddTenantAsync("another"));

        await stage.PassAsync();

        Assert.Equal(1, provider.Inputs["told twice\nc\ns"]);
        Assert.Equal("completed", await stage.StatusAsync(second));
        Assert.Equal(true, await stage.Database.SqlAsync("select a.embedding = b.embedding from traces a, traces b where a.id = $1 and b.id = $2", first, second));
    }

    [Fact]
    public async Task Equal_content_in_one_batch_is_asked_for_once()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var first = await stage.AddTraceAsync("told twice");
        var second = await stage.AddTraceAsync("told twice", tenant: await stage.AddTenantAsync("another"));
        await stage.AddTraceAsync("told once");

        await stage.PassAsync();

        Assert.All(provider.Inputs, input => Assert.Equal(1, input.Value));
        Assert.Equal(3L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'completed'"));
        Assert.Equal(true, await stage.Database.SqlAsync("select a.embedding = b.embedding from traces a, traces b where a.id = $1 and b.id = $2", first, second));
    }

    [Fact]
    public async Task Another_models_vector_is_not_reused()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync();
        await stage.PassAsync();
        await stage.Database.SqlAsync("update traces set embedding_model_version = 'older'");
        await stage.AddJobAsync(trace);

        await stage.PassAsync();

        Assert.Equal(2, provider.Calls);
    }

    [Fact]
    public async Task A_vector_that_vanishes_meanwhile_is_made_anew()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddTraceAsync("told twice");
        await stage.PassAsync();
        var trace = await stage.AddTraceAsync("told twice", tenant: await stage.AddTenantAsync("another"));
        var claimed = Assert.Single(await stage.ClaimAsync());
        await stage.Database.SqlAsync("update traces set embedding = null");

        var reused = await stage.Queue.ReuseAsync([claimed], await stage.SetAsync(), TestContext.Current.CancellationToken);
        await stage.Queue.ReleaseAsync([claimed], TestContext.Current.CancellationToken);
        await stage.PassAsync();

        Assert.True(claimed.IsKnown);
        Assert.Empty(reused);
        Assert.True(await stage.IsEmbeddedAsync(trace));
        Assert.Equal(2, provider.Calls);
    }
}
