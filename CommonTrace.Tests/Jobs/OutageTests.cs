using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Jobs;

/// <summary>What a provider that is down for long costs the traces: nothing.</summary>
public sealed class OutageTests(TestApp app)
{
    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task However_often_the_provider_fails_the_trace_is_embedded_in_the_end(int status)
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync();
        provider.Misbehave = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        for (var pass = 0; pass < 12; pass++)
        {
            await stage.PassAsync();
            await DueNowAsync(stage);
            Assert.False(await stage.ProbeAsync());
        }

        Assert.InRange((await stage.JobAsync(trace)).GetProperty("attempt").GetInt32(), 0, 2);
        provider.Misbehave = (_, _) => Task.FromResult(false);
        Assert.Equal(0, await stage.PassAsync());
        Assert.True(await stage.ProbeAsync());
        await stage.PassAsync();

        Assert.True(await stage.IsEmbeddedAsync(trace));
    }

    [Fact]
    public async Task A_text_that_alone_makes_the_provider_fail_ends_after_five_attempts()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var poison = await stage.AddTraceAsync("poison");
        provider.Misbehave = (context, texts) =>
        {
            var fails = texts.Any(text => text.StartsWith("poison", StringComparison.Ordinal));
            context.Response.StatusCode = fails ? 500 : 200;
            return Task.FromResult(fails);
        };

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await stage.PassAsync();
            await stage.AddTraceAsync($"healthy {attempt}", priority: 1);
            await stage.PassAsync(batch: 1);
            await DueNowAsync(stage);
        }

        var job = await stage.JobAsync(poison);
        Assert.Equal(("failed", 5), (job.GetProperty("status").GetString(), job.GetProperty("attempt").GetInt32()));
    }

    [Fact]
    public async Task A_lease_is_renewed_while_the_provider_takes_its_time()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider, ("Queue:Lease", "00:00:01"));
        var trace = await stage.AddTraceAsync();
        var answer = new TaskCompletionSource();
        provider.Misbehave = async (_, _) =>
        {
            await answer.Task;
            return false;
        };

        var pass = stage.PassAsync();
        await Eventually.TrueAsync(async () => await stage.Database.SqlAsync(
            "select count(*) from embedding_jobs where status = 'processing' and lease_expires_at > updated_at + interval '1.5 seconds'") is > 0L);
        answer.SetResult();
        await pass;

        Assert.True(await stage.IsEmbeddedAsync(trace));
    }

    private static async Task DueNowAsync(JobStage stage) => await stage.Database.SqlAsync("update embedding_jobs set scheduled_at = now() where status = 'pending'");
}
