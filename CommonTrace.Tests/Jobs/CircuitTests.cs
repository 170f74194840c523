using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Jobs;

/// <summary>The circuit breaker that all workers share.</summary>
public sealed class CircuitTests(TestApp app)
{
    [Fact]
    public async Task While_it_is_open_no_process_claims_until_a_probe_succeeds()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var one = await JobStage.CreateAsync(app, provider);
        using var other = one.Another(provider);
        await one.AddManyAsync(4);
        Refuse(provider, 503, retryAfter: "60");

        var first = await one.PassAsync(2);
        var elsewhere = await other.PassAsync();
        Refuse(provider, 200);
        var closed = await one.ProbeAsync();
        var afterwards = await other.PassAsync();

        Assert.Equal((2, 0, true, 4), (first, elsewhere, closed, afterwards));
        Assert.Equal(4L, await one.Database.SqlAsync("select count(*) from embedding_jobs where status = 'completed' and attempt = 1"));
    }

    [Fact]
    public async Task It_opens_after_three_failures_in_a_row_and_costs_the_last_no_attempt()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddManyAsync(5);
        Refuse(provider, 500);

        var claimed = new List<int>();
        for (var pass = 0; pass < 4; pass++)
        {
            claimed.Add(await stage.PassAsync(1));
        }

        Assert.Equal([1, 1, 1, 0], claimed);
        Assert.Equal(2L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where attempt = 1"));
        Assert.Equal("open", await stage.Database.SqlAsync("select state from embedding_circuits"));
    }

    [Fact]
    public async Task A_probe_that_fails_opens_it_for_longer()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddTraceAsync();
        Refuse(provider, 401);
        await stage.PassAsync();

        for (var probe = 0; probe < 5; probe++)
        {
            Assert.False(await stage.ProbeAsync());
        }

        Assert.Equal(6, await stage.Database.SqlAsync("select faults from embedding_circuits"));
        Assert.InRange((double)(await stage.Database.SqlAsync("select extract(epoch from open_until - now())::float8 from embedding_circuits"))!, 25, 65);
    }

    [Fact]
    public async Task Two_that_find_its_time_over_send_one_probe()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddTraceAsync();
        Refuse(provider, 429);
        await stage.PassAsync();
        Refuse(provider, 200);

        var closed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.ProbeAsync()));

        Assert.Single(closed, true);
        Assert.Equal(1, provider.Inputs[ProviderCircuit.ProbeText]);
    }

    [Fact]
    public async Task A_provider_that_refuses_everything_sends_nothing_to_the_dead_letters()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddManyAsync(8);
        Refuse(provider, 400);

        await stage.PassAsync();

        Assert.Equal(8L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'pending' and attempt = 0 and error_code = 'provider.refused'"));
        Assert.Equal("open", await stage.Database.SqlAsync("select state from embedding_circuits"));
    }

    [Fact]
    public async Task What_failed_twice_in_company_is_tried_alone()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddManyAsync(3);
        var poison = await stage.AddTraceAsync("poison");
        await stage.Database.SqlAsync("update embedding_jobs set attempt = 2");
        provider.Misbehave = (context, texts) =>
        {
            var fails = texts.Any(text => text.StartsWith("poison", StringComparison.Ordinal));
            context.Response.StatusCode = fails ? 500 : 200;
            return Task.FromResult(fails);
        };

        await stage.PassAsync();

        Assert.Equal("pending", await stage.StatusAsync(poison));
        Assert.Equal(3L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'completed'"));
    }

    [Fact]
    public async Task Every_failed_attempt_stays_readable()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync();
        for (var failure = 0; failure < 2; failure++)
        {
            Refuse(provider, 500 + failure);
            await stage.PassAsync();
            await stage.Database.SqlAsync("update embedding_jobs set scheduled_at = now()");
        }

        Refuse(provider, 200);
        await stage.PassAsync();

        var errors = (await stage.JobAsync(trace)).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal([1, 2], errors.Select(error => error.GetProperty("attempt").GetInt32()));
        Assert.All(errors, error => Assert.Equal("provider.failed", error.GetProperty("code").GetString()));
        Assert.All(errors, error => Assert.True(error.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch));
    }

    private static void Refuse(ScriptedProvider provider, int status, string? retryAfter = null) => provider.Misbehave = (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.FromResult(status != StatusCodes.Status200OK);
    };
}
