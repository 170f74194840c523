using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What people and programs type into a search: it is answered or refused, and never fails.</summary>
public sealed class SearchInputTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("it's a \"quoted\" 'thing'")]
    [InlineData("C:\\temp\\new \\u0041 \\")]
    [InlineData("a & b | !c <-> (d:* ")]
    [InlineData("'); drop table traces; --")]
    [InlineData("% _ %% * ? $1 {0} @p0 :name")]
    [InlineData("🚀👩‍👩‍👧‍👦🏳️‍🌈")]
    [InlineData("\u202eשלום עולם مرحبا")]
    [InlineData("\u200b")]
    [InlineData("\ufeff")]
    [InlineData("\ufffe\uffff")]
    [InlineData("e\u0301\u0327\u0327\u0327")]
    [InlineData("?!")]
    [InlineData("the")]
    [InlineData("\u0001\u001b[31m")]
    public async Task Any_text_is_answered(string q)
    {
        await App.StoreAsync(Tenant, ["The connection pool is exhausted"]);

        var answer = (await Client.PostAnswerAsync(ApiCalls.Search, new { q })).Is(HttpStatusCode.OK);

        Assert.Equal(q, answer.Body.GetProperty("query").GetString());
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
    [InlineData("status", "\"lost\"")]
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
