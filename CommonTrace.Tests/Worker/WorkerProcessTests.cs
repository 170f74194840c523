using Aspire.Hosting.Testing;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using StackExchange.Redis;

namespace CommonTrace.Tests.Worker;

/// <summary>The worker as processes of its own: what they do together, and what becomes of the work of one that is lost.</summary>
public sealed class WorkerProcessTests(TestApp app)
{
    private static readonly (string, string) NoRedis = ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200");

    [Fact]
    public async Task Two_workers_embed_500_traces_once_each()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(500);

        await using var one = Start(stage, provider, NoRedis);
        await using var two = Start(stage, provider, NoRedis);

        await Eventually.TrueAsync(() => AllAreAsync(stage, "completed"), TimeSpan.FromSeconds(60), () => one.Output + two.Output);
        Assert.Equal(500, provider.Inputs.Count);
        Assert.All(provider.Inputs, input => Assert.Equal(1, input.Value));
        Assert.Equal(500L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where attempt = 1"));
        Assert.Equal(500L, await stage.Database.SqlAsync("select count(*) from traces where embedding is not null"));
    }

    [Fact]
    public async Task What_a_killed_worker_had_claimed_is_embedded_when_its_lease_ends()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var asked = Holding(provider);
        await using (var lost = Start(stage, provider, NoRedis, ("Queue__Lease", "00:00:02")))
        {
            await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }

        Assert.Equal("processing", await stage.StatusAsync(trace));
        provider.Misbehave = (_, _) => Task.FromResult(false);
        await using var other = Start(stage, provider, NoRedis, ("Queue__Lease", "00:00:02"));

        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(trace), TimeSpan.FromSeconds(30), () => other.Output);
        Assert.Equal(2, (await stage.JobAsync(trace)).GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task A_worker_told_to_stop_gives_back_what_it_had_claimed()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        var asked = Holding(provider);
        await using var worker = Start(stage, provider, NoRedis);
        await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var exitCode = await worker.StopAsync();

        var job = await stage.JobAsync(trace);
        Assert.Equal((0, "pending", 0), (exitCode, job.GetProperty("status").GetString(), job.GetProperty("attempt").GetInt32()));
    }

    [Theory]
    [InlineData("openai", "has no key")]
    [InlineData("none", "the provider is none")]
    public async Task Without_a_provider_it_warns_once_and_the_traces_wait_for_one(string kind, string reason)
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync();
        await using (var without = Start(stage, provider, NoRedis, ("Embedding__Provider", kind), ("Embedding__ApiKey", ""), ("OPENAI_API_KEY", "")))
        {
            await without.HealthyAsync();

            Assert.Equal(2, without.Output.Split(reason).Length);
            Assert.Equal("pending", await stage.StatusAsync(trace));
            Assert.Equal(0, provider.Calls);
        }

        await using var with = Start(stage, provider, NoRedis);

        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(trace), TimeSpan.FromSeconds(30), () => with.Output);
    }

    [Fact]
    public async Task A_trace_that_lost_its_job_is_found_by_the_sweep()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        var trace = await stage.AddTraceAsync(withJob: false);

        await using var worker = Start(stage, provider, NoRedis);

        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(trace), TimeSpan.FromSeconds(30), () => worker.Output);
    }

    [Fact]
    public async Task A_call_over_Redis_wakes_an_idle_worker()
    {
        var redis = await app.App.GetConnectionStringAsync("redis", TestContext.Current.CancellationToken) ?? "";
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        var first = await stage.AddTraceAsync("first");
        await using var worker = Start(stage, provider, ("ConnectionStrings__redis", redis), ("Worker__Poll", "00:05:00"));
        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(first), TimeSpan.FromSeconds(30), () => worker.Output);
        var second = await stage.AddTraceAsync("second");
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis);

        // Called until it answers: the worker may still be subscribing.
        await Eventually.TrueAsync(
            async () =>
            {
                connection.GetSubscriber().Publish(new RedisChannel("commontrace:jobs", RedisChannel.PatternMode.Literal), "due", CommandFlags.FireAndForget);
                return await stage.IsEmbeddedAsync(second);
            },
            TimeSpan.FromSeconds(10),
            () => worker.Output);
    }

    [Fact]
    public async Task It_goes_on_after_all_its_connections_were_ended()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        var first = await stage.AddTraceAsync("first");
        await using var worker = Start(stage, provider, NoRedis);
        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(first), TimeSpan.FromSeconds(30), () => worker.Output);

        await stage.Database.SqlAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        var second = await stage.AddTraceAsync("second");

        await Eventually.TrueAsync(() => stage.IsEmbeddedAsync(second), TimeSpan.FromSeconds(30), () => worker.Output);
    }

    /// <summary>Lets the provider hold its answers; completes when it was asked.</summary>
    private static Task Holding(ScriptedProvider provider)
    {
        var asked = new TaskCompletionSource();
        provider.Misbehave = async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            return true;
        };
        return asked.Task;
    }

    private static ServiceProcess Start(JobStage stage, ScriptedProvider provider, params (string, string)[] settings) => ServiceProcess.Start(
        "CommonTrace.Worker",
        [
            ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
            ("Embedding__Provider", "openai"),
            ("Embedding__ApiKey", "key-of-the-tests"),
            ("Embedding__Endpoint", provider.Endpoint),
            ("Worker__Poll", "00:00:00.2"),
            .. settings,
        ]);

    private static async Task<bool> AllAreAsync(JobStage stage, string status) =>
        await stage.Database.SqlAsync("select bool_and(status = $1) from embedding_jobs", status) is true;
}
