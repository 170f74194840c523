using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What people and programs type into a search: it is answered or refused, and never fails.</summary>
public sealed class SearchInputTests(TestApp app) : OwnTenant(app)
{
    public static TheoryData<string> HostileTexts =>
    [
        "it's a \"quoted\" 'thing'",
        "C:\\temp\\new \\u0041 \\",
        "a & b | !c <-> (d:* ",
        "'); drop table traces; --",
        "% _ %% * ? $1 {0} @p0 :name",
        "🚀👩‍👩‍👧‍👦🏳️‍🌈",
        "\u202eשלום עולם مرحبا",
        "\u200b",
        "\ufeff",
        "\ufffe\uffff",
        "e\u0301\u0327\u0327\u0327",
        "?!",
        "the",
        "\u0001\u001b[31m",
        new string('a', 2_000),
        new string('\'', 2_000),
        string.Concat(Enumerable.Repeat("\\", 2_000)),
        string.Concat(Enumerable.Repeat("𝒳", 2_000)),
        string.Concat(Enumerable.Range(0, 55).Select(line => $"2026-01-02 ERROR pool{line}: 0x{line * 7919:x8}\n")),
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Any_text_is_answered_in_every_mode(string q)
    {
        await App.StoreAsync(Tenant, ["The connection pool is exhausted"]);

        foreach (var mode in new[] { "auto", "hybrid", "semantic", "keyword" })
        {
            var answer = await Client.SearchAsync(new { q, mode, explain = true, tags = Array.Empty<string>() });

            Assert.Equal(q, answer.Body.GetProperty("query").GetString());
        }
    }

    [Fact]
    public async Task A_context_may_say_what_nobody_knows()
    {
        var ids = await App.StoreAsync(Tenant, ["The connection pool is exhausted"]);

        var answer = await Client.PostTextAsync(
            ApiCalls.Search, """{"q": "connection pool", "context": {"mood": {"deep": [1]}, "language": 7, "os": null, "framework": "", "runtime": "'; \\ % \u0000"}}""");

        Assert.Equal(ids, answer.Is(HttpStatusCode.OK).Found);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a ")]
    [InlineData("🚀")]
    public async Task A_text_has_at_most_2000_characters(string letters)
    {
        var longest = string.Concat(Enumerable.Repeat(letters, 2_000 / new System.Globalization.StringInfo(letters).LengthInTextElements));

        var taken = await Client.PostAnswerAsync(ApiCalls.Search, new { q = longest });
        var refused = await Client.PostAnswerAsync(ApiCalls.Search, new { q = longest + "x" });

        taken.Is(HttpStatusCode.OK);
        refused.IsRefusalOf("q");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"q": null}""")]
    [InlineData("""{"q": ""}""")]
    [InlineData("""{"q": " \t\u00a0"}""")]
    [InlineData("""{"q": " ", "tags": []}""")]
    [InlineData("""{"q": "nul \u0000"}""")]
    [InlineData("""{"q": "half \ud800"}""")]
    [InlineData("""{"q": 7}""")]
    public async Task A_search_for_nothing_is_refused(string body)
    {
        var answer = await Client.PostTextAsync(ApiCalls.Search, body);

        answer.IsRefusalOf("q");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("50")]
    [InlineData("null")]
    public async Task A_limit_is_from_1_to_50(string limit)
    {
        await App.StoreAsync(Tenant, [.. Enumerable.Range(0, 52).Select(index => $"The pool is exhausted {index}")]);

        var answer = (await Client.PostTextAsync(ApiCalls.Search, $$"""{"q": "pool", "limit": {{limit}}}""")).Is(HttpStatusCode.OK);

        Assert.Equal(limit is "null" ? 10 : int.Parse(limit, null), answer.Found.Count());
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "51")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "1.5")]
    [InlineData("limit", "99999999999")]
    [InlineData("limit", "\"10\"")]
    [InlineData("mode", "\"telepathy\"")]
    [InlineData("mode", "3")]
    [InlineData("mode", "\"tags\"")]
    [InlineData("status", "\"lost\"")]
    [InlineData("context", "\"python\"")]
    [InlineData("context", "[]")]
    [InlineData("context", "7")]
    [InlineData("include_expired", "\"yes\"")]
    [InlineData("include_expired", "1")]
    [InlineData("explain", "\"true\"")]
    [InlineData("explain", "{}")]
    [InlineData("tags", "\"postgres\"")]
    [InlineData("tags", """["1","2","3","4","5","6","7","8","9","10","11"]""")]
    public async Task A_bad_value_is_told_by_its_field(string field, string value)
    {
        var answer = await Client.PostTextAsync(ApiCalls.Search, $$"""{"q": "pool", "{{field}}": {{value}}}""");

        answer.IsRefusalOf(field);
    }

    [Fact]
    public async Task Ten_tags_are_taken()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Search, new { tags = Enumerable.Range(0, 10).Select(index => $"tag-{index}") });

        Assert.Empty(answer.Is(HttpStatusCode.OK).Found);
    }
}
