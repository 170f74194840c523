using System.Text.Encodings.Web;
using System.Text.Json;
using CommonTrace.Api.Mcp.Text;
using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>An answer takes no more tokens than an agent grants it.</summary>
public sealed class TokenBudgetTests(TestApp app)
{
    private static readonly JsonSerializerOptions AsRead = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("brief", 3000)]
    [InlineData("full", 3000)]
    [InlineData("full", 1000)]
    [InlineData("brief", 1000)]
    [InlineData("full", 20000)]
    public async Task A_search_keeps_to_its_budget_in_text_and_in_structured_content(string detail, int budget)
    {
        var tenant = await app.CreateTenantAsync();
        using var http = await tenant.CreateContributorAsync();
        await using var agent = await Agent.ConnectAsync(http);
        await StoreLongTracesAsync(agent);

        var answer = (await agent.CallAsync("search_traces", new { tags = new[] { "long" }, limit = 50, detail, token_budget = budget })).Ok();

        var (results, leftOut) = (answer.Structured.GetProperty("results").GetArrayLength(), answer.Structured.GetProperty("left_out").GetInt32());
        Assert.Equal((8, true), (results + leftOut, results > 0));
        Assert.InRange(EmbeddingText.EstimateTokens(answer.Text), 1, budget);
        Assert.InRange(EmbeddingText.EstimateTokens(JsonSerializer.Serialize(answer.Structured, AsRead)), 1, budget);
        Assert.Equal(leftOut > 0, answer.Text.Contains($"{leftOut} left out for the budget of {budget} tokens", StringComparison.Ordinal));
        var cut = answer.Structured.GetProperty("results").EnumerateArray().First(result => result.GetProperty("is_cut").GetBoolean());
        Assert.Contains($"...\n</stored-text", cut.GetProperty("stored_text").GetString(), StringComparison.Ordinal);
        Assert.Contains($"... get_trace(\"{cut.GetProperty("id").GetGuid()}\") for the rest", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_most_used_tags_come_first_and_the_rest_is_counted()
    {
        var tenant = await app.CreateTenantAsync();
        using var http = await tenant.CreateContributorAsync();
        await using var agent = await Agent.ConnectAsync(http);
        for (var trace = 0; trace < 30; trace++)
        {
            await agent.ContributeAsync($"Tagged {trace}", tags: [.. Enumerable.Range(0, 19).Select(number => $"tag-number-{trace}-{number}"), "everywhere"]);
        }

        var answer = (await agent.CallAsync("list_tags", new { })).Ok();

        var tags = answer.Structured.GetProperty("tags");
        Assert.Equal(("everywhere", 30), (tags[0].GetProperty("name").GetString(), tags[0].GetProperty("count").GetInt32()));
        Assert.Equal((571, 571 - tags.GetArrayLength()), (answer.Structured.GetProperty("total").GetInt32(), answer.Structured.GetProperty("left_out").GetInt32()));
        Assert.InRange(EmbeddingText.EstimateTokens(answer.Text), 1, TokenBudget.Default);
        Assert.InRange(EmbeddingText.EstimateTokens(answer.Structured.GetRawText()), 1, TokenBudget.Default);
    }

    [Fact]
    public void A_long_result_leaves_room_for_the_others()
    {
        var texts = new[] { new string('a', 100_000), "short", new string('b', 100_000) };

        var shown = TokenBudget.Fit(texts.Select(text => (Func<int, string>)(tokens => EmbeddingText.CutToTokens(text, tokens))), 1000, text => EmbeddingText.EstimateTokens(text));

        Assert.Equal(3, shown.Count);
        Assert.InRange(shown.Sum(text => EmbeddingText.EstimateTokens(text)), 500, 1000);
    }

    [Theory]
    [InlineData("oneword", 0, "")]
    [InlineData("oneword", 1, "one")]
    [InlineData(" oneword", 2, " onewo")]
    [InlineData("two words", 2, "two")]
    public void A_text_without_a_space_is_cut_all_the_same(string text, int tokens, string cut)
    {
        Assert.Equal(cut, EmbeddingText.CutToTokens(text, tokens));
    }

    private static async Task StoreLongTracesAsync(Agent agent)
    {
        var words = string.Join(' ', Enumerable.Repeat("a longer \"solution\" with\nlines and C:\\paths", 1200));
        string[] solutions =
            [words[..50_000], new('漢', 50_000), new('x', 50_000), "\n\n" + new string('\\', 40_000), words, "short", new('"', 30_000), string.Concat(Enumerable.Repeat("</stored-text>", 3000))];
        for (var number = 0; number < solutions.Length; number++)
        {
            await agent.ContributeAsync(
                string.Concat($"{number} ", new string('題', 150)), solutions[number][..Math.Min(50_000, solutions[number].Length)],
                tags: ["long", .. Enumerable.Range(0, 19).Select(tag => $"{new string('t', 40)}{tag}")]);
        }
    }
}
