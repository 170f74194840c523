using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Reembed;

/// <summary>A change of the model as worker processes carry it out.</summary>
public sealed class ReembedWorkerTests(TestApp app)
{
    [Fact]
    public async Task A_worker_killed_in_the_middle_is_followed_by_one_that_goes_on_from_there()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 300);
        stage.Provider.Inputs.Clear();
        stage.Provider.Misbehave = async (context, _) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), context.RequestAborted);
            return false;
        };
        await stage.StartAsync();

        long done;
        await using (var killed = Start(stage))
        {
            await Eventually.TrueAsync(async () => (await stage.ProgressAsync()).Done >= 60, TimeSpan.FromSeconds(40), () => killed.Output);
        }

        done = (await stage.ProgressAsync()).Done;
        await using var next = Start(stage);
        await Eventually.TrueAsync(async () => (await stage.ProgressAsync()).State == "ready", TimeSpan.FromSeconds(60), () => next.Output);

        Assert.InRange(done, 60, 299);
        Assert.Equal(300L, await stage.Database.SqlAsync("select count(*) from traces where embedding_model_id = 'another-model' and embedding_hash = content_hash"));
        Assert.InRange(stage.Provider.Inputs.Where(input => input.Key.StartsWith("trace ", StringComparison.Ordinal)).Sum(input => input.Value), 300, 300 + 40);
        Assert.Contains("Built the vector index of ", next.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: CommonTrace", next.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_workers_change_the_model_without_an_error_while_traces_come_in()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 100);
        await using var one = Start(stage);
        await using var two = Start(stage);
        await stage.StartAsync(ReembedStage.Model(256));
        var added = 0;

        await Eventually.TrueAsync(
            async () =>
            {
                await stage.ContributeAsync($"new {added++}");
                return (await stage.ProgressAsync()).State == "ready";
            },
            TimeSpan.FromSeconds(60),
            () => one.Output + two.Output);
        await Eventually.TrueAsync(async () => await stage.Database.SqlAsync("select count(*) from traces where embedding_model_id = 'another-model'") is long count && count == 100 + added);

        Assert.DoesNotContain("fail: CommonTrace", one.Output + two.Output, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(stage.SearchAsync("new 1"), stage.SearchAsync("trace 1")), answer => Assert.Equal(10, answer.Hits.Count));
    }

    [Fact]
    public async Task A_worker_configured_for_another_model_says_so_and_follows_the_database()
    {
        await using var stage = await ReembedStage.CreateAsync(app, 3);
        await stage.StartAsync(ReembedStage.Model(256));
        await stage.FinishAsync();

        await using var worker = Start(stage);
        await worker.HealthyAsync();
        using var client = await worker.CreateClientAsync();
        var health = await client.GetStringAsync("/health", TestContext.Current.CancellationToken);
        var trace = await stage.Jobs.AddTraceAsync("later");
        await Eventually.TrueAsync(() => stage.Jobs.IsEmbeddedAsync(trace), tell: () => worker.Output);

        const string Difference = "The stored vectors are of another-model 1 (openai, 256 dimensions), and that is used; text-embedding-3-small 1 (openai, 1536 dimensions) is configured.";
        Assert.Contains(Difference, worker.Output, StringComparison.Ordinal);
        Assert.Contains(Difference, health, StringComparison.Ordinal);
        Assert.Equal("another-model", await stage.Database.SqlAsync("select embedding_model_id from traces where id = $1", trace));
    }

    private static ServiceProcess Start(ReembedStage stage) => ServiceProcess.Start(
        "CommonTrace.Worker",
        ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
        ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
        ("Embedding__Provider", "openai"),
        ("Embedding__ApiKey", "key-of-the-tests"),
        ("Embedding__Endpoint", stage.Provider.Endpoint),
        ("Worker__Poll", "00:00:00.2"),
        ("Worker__LargestBatch", "10"),
        ("Queue__Lease", "00:00:02"));
}
