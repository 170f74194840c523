using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Search;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Search;

/// <summary>A query's vector in the time that a searcher waits, or a reason why there is none.</summary>
public sealed class QueryEmbedderTests(TestApp app)
{
    [Fact]
    public async Task A_query_is_embedded_by_the_configured_model()
    {
        await using var provider = await ScriptedProvider.StartAsync();

        var embedded = await EmbedAsync(provider);

        Assert.Equal((1536, "text-embedding-3-small", null), (embedded.Vector!.Memory.Length, embedded.Model!.Id, embedded.MissingReason));
        Assert.Equal(1, provider.Inputs["a query"]);
    }

    [Theory]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("none", "Embedding__Provider")]
    public async Task Without_a_provider_it_says_what_to_set(string kind, string setting)
    {
        await using var provider = await ScriptedProvider.StartAsync();

        var embedded = await EmbedAsync(provider, ("Embedding:Provider", kind), ("Embedding:ApiKey", ""));

        Assert.Null(embedded.Vector);
        Assert.Contains(setting, embedded.MissingReason, StringComparison.Ordinal);
        Assert.Equal(0, provider.Calls);
    }

    [Theory]
    [InlineData(float.NaN, 1536, "provider.bad_response")]
    [InlineData(0f, 1536, "provider.bad_response")]
    [InlineData(0.5f, 8, "provider.wrong_dimensions")]
    public async Task A_vector_that_cannot_be_compared_is_not_searched_with(float component, int dimensions, string code)
    {
        await using var provider = await ScriptedProvider.StartAsync();
        var vector = Convert.ToBase64String([.. Enumerable.Repeat(component, dimensions).SelectMany(BitConverter.GetBytes)]);
        provider.Misbehave = async (context, _) =>
        {
            await context.Response.WriteAsJsonAsync(new
            {
                @object = "list",
                model = "m",
                data = new[] { new { @object = "embedding", index = 0, embedding = vector } },
                usage = new { prompt_tokens = 1, total_tokens = 1 },
            });
            return true;
        };

        var embedded = await EmbedAsync(provider);

        Assert.Null(embedded.Vector);
        Assert.Contains(code, embedded.MissingReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "provider.denied")]
    [InlineData(429, "provider.rate_limited")]
    [InlineData(500, "provider.failed")]
    [InlineData(200, "provider.bad_response")]
    public async Task A_provider_that_refuses_is_asked_once_and_named_by_its_fault(int status, string code)
    {
        await using var provider = await ScriptedProvider.StartAsync();
        provider.Misbehave = async (context, _) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("the secret host said no");
            return true;
        };

        var embedded = await EmbedAsync(provider);

        Assert.Equal($"The embedding provider did not help ({code}).", embedded.MissingReason);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_searcher_does_not_wait_for_a_slow_provider()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        provider.Misbehave = Hold;
        var started = TimeProvider.System.GetTimestamp();

        var embedded = await EmbedAsync(provider, ("Search:EmbedTimeout", "00:00:00.2"));

        Assert.Contains("provider.timeout", embedded.MissingReason, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_searcher_who_goes_away_is_no_fault_of_the_provider()
    {
        await using var provider = await ScriptedProvider.StartAsync();
        using var gone = new CancellationTokenSource();
        provider.Misbehave = (context, texts) =>
        {
            gone.Cancel();
            return Hold(context, texts);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbedAsync(provider, gone.Token, ("Search:EmbedTimeout", "00:00:20")));
    }

    private static async Task<bool> Hold(HttpContext context, IReadOnlyList<string> texts)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        return true;
    }

    private Task<EmbeddedQuery> EmbedAsync(ScriptedProvider provider, params (string Key, string Value)[] settings) =>
        EmbedAsync(provider, TestContext.Current.CancellationToken, settings);

    private async Task<EmbeddedQuery> EmbedAsync(ScriptedProvider provider, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        await using var database = await TestDatabase.CreateAsync(app);
        using var host = database.CreateHost(
            DatabaseRole.Api,
            [.. new[] { ("Embedding:Provider", "openai"), ("Embedding:ApiKey", "key-of-the-tests"), ("Embedding:Endpoint", provider.Endpoint), ("Search:EmbedTimeout", "00:00:20") }
                .Where(standing => settings.All(setting => setting.Key != standing.Item1)), .. settings]);
        await host.Services.GetRequiredService<EmbeddingSets>().EstablishedAsync(TestContext.Current.CancellationToken);
        return await host.Services.GetRequiredService<QueryEmbedder>().EmbedAsync("a query", cancellationToken);
    }
}
