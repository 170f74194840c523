using CommonTrace.Core.Search;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Search;

/// <summary>Whatever becomes of the provider: a search answers by words, and says why not by meaning.</summary>
public sealed class DegradedSearchTests(TestApp app)
{
    [Theory]
    [InlineData(SearchMode.Auto)]
    [InlineData(SearchMode.Hybrid)]
    [InlineData(SearchMode.Semantic)]
    public async Task Without_a_key_words_answer(SearchMode mode) =>
        await DegradesAsync("OPENAI_API_KEY", mode, ("Embedding:ApiKey", ""));

    [Fact]
    public async Task Without_a_provider_words_answer() =>
        await DegradesAsync("Embedding__Provider", SearchMode.Semantic, ("Embedding:Provider", "none"));

    [Fact]
    public async Task When_the_provider_is_down_words_answer() =>
        await DegradesAsync("provider.", SearchMode.Auto, ("Embedding:Endpoint", "http://127.0.0.1:1/v1"));

    [Fact]
    public async Task When_the_provider_is_slow_words_answer_in_time()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        stage.Provider.Misbehave = Hold;

        await DegradesAsync(stage, "provider.timeout", SearchMode.Hybrid, ("Search:EmbedTimeout", "00:00:00.2"));
    }

    [Fact]
    public async Task When_the_provider_answers_vectors_of_another_width_words_answer()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        stage.Provider.Dimensions = 8;

        await DegradesAsync(stage, "provider.wrong_dimensions", SearchMode.Semantic);
    }

    [Fact]
    public async Task When_the_stored_vectors_are_of_a_model_that_is_not_here_words_answer()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        await stage.Jobs.Database.SqlAsync("update embedding_sets set provider = 'local', model_version = 'older', model_id = 'commontrace-local' where role = 'active'");

        await DegradesAsync(stage, "/api/v1/admin/reembed", SearchMode.Auto);
    }

    [Fact]
    public async Task Before_anything_was_embedded_words_answer()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        await stage.Jobs.Database.SqlAsync("delete from embedding_sets");

        await DegradesAsync(stage, "no trace has been embedded yet", SearchMode.Auto);
    }

    [Fact]
    public async Task Who_asks_for_words_misses_nothing_and_asks_no_provider()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        var calls = stage.Provider.Calls;
        using var searcher = stage.Searcher();

        var answer = await SearchStage.SearchAsync(searcher, mode: SearchMode.Keyword);

        Assert.Equal(("keyword", null, calls), (answer.Mode, answer.DegradedReason, stage.Provider.Calls));
    }

    [Fact]
    public async Task After_three_failures_in_a_row_the_provider_is_left_alone_for_a_while()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        var time = new SkippedTime();
        using var searcher = stage.Searcher(time);
        stage.Provider.Misbehave = Fail;
        var before = stage.Provider.Calls;

        var reasons = new List<string?>();
        for (var search = 0; search < 5; search++)
        {
            reasons.Add((await SearchStage.SearchAsync(searcher, $"connection pool {search}")).DegradedReason);
        }

        Assert.Equal(3, stage.Provider.Calls - before);
        Assert.All(reasons[..3], reason => Assert.Contains("provider.failed", reason, StringComparison.Ordinal));
        Assert.All(reasons[3..], reason => Assert.Contains("provider.circuit_open", reason, StringComparison.Ordinal));

        stage.Provider.Misbehave = (_, _) => Task.FromResult(false);
        time.Skip(TimeSpan.FromSeconds(6));

        Assert.Null((await SearchStage.SearchAsync(searcher, "connection pool again")).DegradedReason);
        Assert.Equal(4, stage.Provider.Calls - before);
    }

    [Fact]
    public async Task A_failure_between_answers_does_not_keep_searchers_from_the_provider()
    {
        await using var stage = await SearchStage.CreateAsync(app);
        using var searcher = stage.Searcher();
        var before = stage.Provider.Calls;

        for (var search = 0; search < 8; search++)
        {
            stage.Provider.Misbehave = search % 2 == 1 ? Fail : (_, _) => Task.FromResult(false);
            await SearchStage.SearchAsync(searcher, $"connection pool {search}");
        }

        Assert.Equal(8, stage.Provider.Calls - before);
    }

    private static async Task<bool> Hold(HttpContext context, IReadOnlyList<string> texts)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        return true;
    }

    private static Task<bool> Fail(HttpContext context, IReadOnlyList<string> texts)
    {
        context.Response.StatusCode = 500;
        return Task.FromResult(true);
    }

    private async Task DegradesAsync(string reason, SearchMode mode, params (string Key, string Value)[] settings)
    {
        await using var stage = await SearchStage.CreateAsync(app);
        await DegradesAsync(stage, reason, mode, settings);
    }

    private static async Task DegradesAsync(SearchStage stage, string reason, SearchMode mode, params (string Key, string Value)[] settings)
    {
        using var searcher = stage.Searcher(settings);

        var answer = await SearchStage.SearchAsync(searcher, mode: mode);

        Assert.Equal(stage.Trace, Assert.Single(answer.Hits).Trace.Id);
        Assert.Equal("keyword", answer.Mode);
        Assert.Contains(reason, answer.DegradedReason, StringComparison.Ordinal);
    }
}
