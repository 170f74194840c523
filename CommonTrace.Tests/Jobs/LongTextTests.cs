using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Jobs;

/// <summary>Texts that are longer than a model or a call takes, and texts that are none.</summary>
public sealed class LongTextTests(TestApp app)
{
    [Fact]
    public async Task A_text_beyond_the_models_limit_is_cut_between_words_and_the_job_says_so()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider, ("Embedding:LongestText", "20"));
        var cut = await stage.AddTraceAsync(string.Join(' ', Enumerable.Repeat("word", 40)));
        var whole = await stage.AddTraceAsync("short");

        await stage.PassAsync();

        Assert.True((await stage.JobAsync(cut)).GetProperty("truncated").GetBoolean());
        Assert.False((await stage.JobAsync(whole)).GetProperty("truncated").GetBoolean());
        Assert.Contains(provider.Inputs.Keys, text => text.EndsWith("word", StringComparison.Ordinal) && EmbeddingText.EstimateTokens(text) <= 20);
    }

    [Fact]
    public async Task A_text_that_the_provider_finds_too_long_is_halved_until_it_fits()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var trace = await stage.AddTraceAsync(string.Join(' ', Enumerable.Repeat("日本語", 40)));
        var other = await stage.AddTraceAsync("short");
        provider.Misbehave = async (context, texts) =>
        {
            if (texts.All(text => text.Length <= 100))
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { error = new { message = "This model's maximum context length is 100 tokens.", type = "invalid_request_error" } });
            return true;
        };

        await stage.PassAsync();

        Assert.True(await stage.IsEmbeddedAsync(trace));
        Assert.True((await stage.JobAsync(trace)).GetProperty("truncated").GetBoolean());
        Assert.False((await stage.JobAsync(other)).GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task A_batch_beyond_the_token_budget_is_several_calls()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider, ("Embedding:LongestText", "10"), ("Embedding:TokensPerCall", "20"));
        await stage.AddManyAsync(12);

        await stage.PassAsync();

        Assert.Equal(12L, await stage.Database.SqlAsync("select count(*) from traces where embedding is not null"));
        Assert.InRange(provider.Calls, 2, 6);
        Assert.All(provider.Inputs, input => Assert.Equal(1, input.Value));
    }

    [Fact]
    public async Task A_text_of_white_space_never_reaches_the_provider()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        await using var stage = await JobStage.CreateAsync(app, provider);
        var empty = await stage.AddTraceAsync();
        await stage.Database.SqlAsync("update traces set title = ' ', context_text = ' ', solution_text = E'\\t'");
        var other = await stage.AddTraceAsync("other");

        await stage.PassAsync();

        var job = await stage.JobAsync(empty);
        Assert.Equal(("failed", "job.empty_text"), (job.GetProperty("status").GetString(), job.GetProperty("error_code").GetString()));
        Assert.True(await stage.IsEmbeddedAsync(other));
        Assert.Single(provider.Inputs);
    }
}
