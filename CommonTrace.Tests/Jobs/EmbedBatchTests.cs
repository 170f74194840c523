using System.Globalization;
using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Jobs;

/// <summary>A pass of a worker against a provider that misbehaves, over HTTP.</summary>
public sealed class EmbedBatchTests(TestApp app)
{
    private const string Key = "provider-key-of-the-tests";

    [Fact]
    public async Task A_batch_is_one_call_of_the_provider()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddManyAsync(16);

        var claimed = await stage.PassAsync();

        Assert.Equal((16, 1, 16), (claimed, provider.Calls, provider.Inputs.Count));
        Assert.Equal(16L, await stage.Database.SqlAsync("select count(*) from traces where embedding is not null and embedding_model_id = 'text-embedding-3-small'"));
        Assert.Equal(16L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'completed' and attempt = 1 and token_count = 10"));
    }

    [Theory]
    [InlineData(429, "provider.rate_limited")]
    [InlineData(503, "provider.failed")]
    public async Task The_wait_that_the_provider_asks_for_in_seconds_is_kept(int status, string code)
    {
        var job = await FailOnceAsync(context =>
        {
            context.Response.Headers.RetryAfter = "120";
            return RefuseAsync(context, status, "slow down");
        });

        Assert.Equal((code, "pending"), (job.Code, job.Status));
        Assert.InRange(job.DueIn, 100, 120);
    }

    [Fact]
    public async Task The_wait_that_the_provider_asks_for_as_a_date_is_kept()
    {
        var job = await FailOnceAsync(context =>
        {
            context.Response.Headers.RetryAfter = TimeProvider.System.GetUtcNow().AddMinutes(3).ToString("r", CultureInfo.InvariantCulture);
            return RefuseAsync(context, 429, "slow down");
        });

        Assert.InRange(job.DueIn, 150, 181);
    }

    [Theory]
    [InlineData("99999999999999")]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_wait_without_end_is_not_kept_for_longer_than_a_day(string retryAfter)
    {
        var job = await FailOnceAsync(context =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return RefuseAsync(context, 429, "slow down");
        });

        Assert.Equal("pending", job.Status);
        Assert.InRange(job.DueIn, -10, 86_401);
    }

    [Theory]
    [InlineData(500, "provider.failed")]
    [InlineData(401, "provider.denied")]
    [InlineData(404, "provider.model_not_found")]
    public async Task A_fault_of_the_provider_is_tried_again(int status, string code)
    {
        var job = await FailOnceAsync(context => RefuseAsync(context, status, "no"));

        Assert.Equal((code, "pending"), (job.Code, job.Status));
        Assert.InRange(job.DueIn, -10, 2);
    }

    [Theory]
    [InlineData("this is not JSON")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"object":"list","model":"m"}""")]
    [InlineData("""{"object":"list","model":"m","data":[],"usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    [InlineData("""{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":"%%%"}],"usage":{"prompt_tokens":1,"total_tokens":1}}""")]
    public async Task An_answer_that_makes_no_sense_is_tried_again(string body)
    {
        var job = await FailOnceAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        });

        Assert.Equal(("provider.bad_response", "pending"), (job.Code, job.Status));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    public async Task A_vector_without_direction_is_not_stored(float component)
    {
        var job = await FailOnceAsync(context => AnswerAsync(context, Enumerable.Repeat(component, 1536)));

        Assert.Equal(("provider.bad_response", "pending"), (job.Code, job.Status));
    }

    [Fact]
    public async Task Wrong_dimensions_fail_at_once()
    {
        var job = await FailOnceAsync(context => AnswerAsync(context, Enumerable.Repeat(0.5f, 8)));

        Assert.Equal(("provider.wrong_dimensions", "failed"), (job.Code, job.Status));
        Assert.Contains("8 dimensions where 1536", job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_too_slow_is_tried_again()
    {
        var job = await FailOnceAsync(
            context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted), ("Embedding:Timeout", "00:00:01"));

        Assert.Equal(("provider.timeout", "pending"), (job.Code, job.Status));
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_tried_again()
    {
        var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync();
        await provider.DisposeAsync();

        await stage.PassAsync();

        var job = await stage.JobAsync(trace);
        Assert.Equal(("provider.unreachable", "pending"), (job.GetProperty("error_code").GetString(), job.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_text_that_the_provider_refuses_fails_alone()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        await stage.AddManyAsync(15);
        var poison = await stage.AddTraceAsync("poison");
        provider.Misbehave = async (context, texts) =>
        {
            var refuses = texts.Any(text => text.StartsWith("poison", StringComparison.Ordinal));
            if (refuses)
            {
                await RefuseAsync(context, 400, "this text cannot be embedded");
            }

            return refuses;
        };

        await stage.PassAsync();

        var job = await stage.JobAsync(poison);
        Assert.Equal(("provider.refused", "failed"), (job.GetProperty("error_code").GetString(), job.GetProperty("status").GetString()));
        Assert.Equal(15L, await stage.Database.SqlAsync("select count(*) from traces where embedding is not null"));
        Assert.Equal(15L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'completed'"));
        Assert.Equal(9, provider.Calls);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task An_error_never_tells_the_key(int status)
    {
        var job = await FailOnceAsync(context => RefuseAsync(context, status, $"bad request with {context.Request.Headers.Authorization}"));

        Assert.NotEmpty(job.Error);
        Assert.DoesNotContain(Key, job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_error_is_cut_at_2000_characters_and_never_within_one()
    {
        foreach (var shift in new[] { "", "x" })
        {
            var job = await FailOnceAsync(context => RefuseAsync(context, 500, shift + string.Concat(Enumerable.Repeat("🚀", 2_000))));

            Assert.Equal(("provider.failed", "pending"), (job.Code, job.Status));
            Assert.InRange(job.Error.Length, 1_990, 2_000);
        }
    }

    [Fact]
    public async Task An_error_of_broken_characters_is_kept()
    {
        var job = await FailOnceAsync(async context =>
        {
            context.Response.StatusCode = 500;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"error":{"message":"half a rocket \ud83d and a nul \u0000","type":"server_error"}}""");
        });

        Assert.Equal(("provider.failed", "pending"), (job.Code, job.Status));
    }

    /// <summary>One pass over one job, which fails as the provider is told; the trace stays.</summary>
    private async Task<(string? Status, string? Code, string Error, double DueIn)> FailOnceAsync(Func<HttpContext, Task> misbehave, params (string Key, string Value)[] settings)
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider, settings);
        var trace = await stage.AddTraceAsync();
        provider.Misbehave = async (context, _) =>
        {
            await misbehave(context);
            return true;
        };

        Assert.Equal(1, await stage.PassAsync());

        // A refusal is checked against a text that nobody can object to.
        Assert.Equal(1, provider.Inputs.Single(input => input.Key != ProviderCircuit.ProbeText).Value);
        Assert.False(await stage.IsEmbeddedAsync(trace));
        var job = await stage.JobAsync(trace);
        return (job.GetProperty("status").GetString(), job.GetProperty("error_code").GetString(), job.GetProperty("error").GetString() ?? "", job.GetProperty("due_in").GetDouble());
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message, type = "scripted" } });
    }

    private static Task AnswerAsync(HttpContext context, IEnumerable<float> vector) => context.Response.WriteAsJsonAsync(new
    {
        @object = "list",
        model = "m",
        data = new[] { new { @object = "embedding", index = 0, embedding = Convert.ToBase64String([.. vector.SelectMany(BitConverter.GetBytes)]) } },
        usage = new { prompt_tokens = 10, total_tokens = 10 },
    });
}
