using System.Net;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Worker;

/// <summary>The figures of the queue as a worker's /metrics tells them.</summary>
public sealed class WorkerMetricsTests(TestApp app)
{
    [Fact]
    public async Task Every_figure_is_there()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        provider.Misbehave = (context, texts) =>
        {
            var refused = texts.Any(text => text.StartsWith("bad", StringComparison.Ordinal));
            context.Response.StatusCode = refused ? 400 : 200;
            return Task.FromResult(refused);
        };
        await stage.AddManyAsync(3);
        await stage.AddTraceAsync("bad");
        await stage.AddFailedAsync("dead");
        await stage.AddTraceAsync("later", secondsUntilDue: 600);
        var lost = await stage.AddTraceAsync("lost");
        await stage.Database.SqlAsync(
            "update embedding_jobs set status = 'processing', attempt = 1, claimed_by = 'lost', lease_expires_at = now() - interval '1 minute' where trace_id = $1", lost);
        await using var worker = Start(stage, provider);
        using var client = await worker.CreateClientAsync();

        await Eventually.TrueAsync(
            async () => (await MetricsAsync(client)).Contains("commontrace_jobs{status=\"completed\"} 4\n", StringComparison.Ordinal), TimeSpan.FromSeconds(40), () => worker.Output);
        var metrics = await MetricsAsync(client);

        Assert.All(
            [
                "commontrace_jobs{status=\"pending\"} 1\n", "commontrace_jobs{status=\"processing\"} 0\n", "commontrace_jobs{status=\"failed\"} 2\n",
                "commontrace_jobs_oldest_due_age_seconds 0\n", "commontrace_workers 2\n", "commontrace_queue_paused 0\n",
                "commontrace_circuit_state{model=\"text-embedding-3-small\",provider=\"openai\"} 0\n", "commontrace_jobs_completed_total 4\n",
                "commontrace_jobs_attempts_failed_total{error_type=\"provider.refused\"} 1\n", "commontrace_batch_size_count",
                "commontrace_provider_duration_seconds_count{model=\"text-embedding-3-small\"}", "commontrace_provider_tokens_total{model=\"text-embedding-3-small\"}",
                "commontrace_leases_expired_total 1\n",
            ],
            line => Assert.Contains(line, metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scrape_asks_the_database_nothing()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        await using var worker = Start(stage, provider);
        using var client = await worker.CreateClientAsync();
        await Eventually.TrueAsync(async () => (await MetricsAsync(client)).Contains("commontrace_workers ", StringComparison.Ordinal), TimeSpan.FromSeconds(40), () => worker.Output);

        await stage.Database.AllowConnectionsAsync(false);
        var metrics = await MetricsAsync(client);
        await stage.Database.AllowConnectionsAsync(true);

        Assert.Contains("commontrace_jobs{status=\"failed\"} 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_configured_for_another_model_says_so_at_its_start()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app);
        await stage.SetAsync();

        await using var worker = Start(stage, provider);

        await Eventually.TrueAsync(
            () => Task.FromResult(worker.Output.Contains("The stored vectors are of commontrace-", StringComparison.Ordinal)), TimeSpan.FromSeconds(30), () => worker.Output);
    }

    private static async Task<string> MetricsAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static ServiceProcess Start(JobStage stage, ScriptedProvider provider) => ServiceProcess.Start(
        "CommonTrace.Worker",
        ("ConnectionStrings__commontrace", stage.Database.ConnectionString),
        ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
        ("Embedding__Provider", "openai"),
        ("Embedding__ApiKey", "key-of-the-tests"),
        ("Embedding__Endpoint", provider.Endpoint),
        ("Worker__Poll", "00:00:00.2"));
}
