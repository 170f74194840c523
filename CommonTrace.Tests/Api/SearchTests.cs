using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class SearchTests(TestApp app) : OwnTenant(app)
{
    private const string Pool = "The connection pool of Npgsql is exhausted";
    private const string Hydration = "React hydration fails after a deployment";

    [Fact]
    public async Task The_nearest_trace_comes_first()
    {
        var ids = await App.StoreAsync(Tenant, [Hydration, Pool]);

        var answer = (await SearchAsync(new { q = "npgsql pool exhausted connections" })).Is(HttpStatusCode.OK);

        Assert.Equal(ids[1], answer.Found.First());
        Assert.Equal(answer.Found.Count(), answer.Body.GetProperty("total").GetInt32());
        Assert.Equal("npgsql pool exhausted connections", answer.Body.GetProperty("query").GetString());
        Assert.Equal(JsonValueKind.Null, answer.Body.GetProperty("degraded_reason").ValueKind);
    }

    [Fact]
    public async Task A_result_is_the_whole_trace_with_its_scores_and_without_its_vector()
    {
        await App.StoreAsync(Tenant, [Pool], ["npgsql"]);

        var result = (await SearchAsync(new { q = Pool })).Body.GetProperty("results")[0];

        string[] fields =
        [
            "id", "status", "title", "context_text", "solution_text", "trust_score", "confirmation_count", "tags", "contributor_id", "contributor_name",
            "agent_model", "agent_version", "metadata_json", "is_seed", "embedding", "created_at", "updated_at", "similarity_score", "combined_score",
        ];
        Assert.All(fields, field => Assert.True(result.TryGetProperty(field, out _), $"{field} is missing."));
        Assert.InRange(result.GetProperty("similarity_score").GetDouble(), 0.5, 1.0001);
        Assert.Equal(JsonValueKind.Object, result.GetProperty("embedding").ValueKind);
        Assert.DoesNotContain(result.GetProperty("embedding").EnumerateObject(), part => part.Value.ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public async Task All_tags_must_match_in_whatever_spelling()
    {
        var both = await App.StoreAsync(Tenant, ["both"], ["post-gres", "c#"]);
        var one = await App.StoreAsync(Tenant, ["one"], ["post-gres"]);

        var twoTags = await SearchAsync(new { tags = new[] { "Post Gres", "C#", "c#" } });
        var oneTag = await SearchAsync(new { tags = new[] { "post-gres" } });

        Assert.Equal(both, twoTags.Found);
        Assert.Equal(both.Concat(one).Order(), oneTag.Found.Order());
    }

    [Theory]
    [InlineData("nobody-uses-this")]
    [InlineData("no täg")]
    [InlineData("")]
    public async Task An_unknown_tag_finds_nothing(string tag)
    {
        await App.StoreAsync(Tenant, [Pool], ["npgsql"]);

        var alone = await SearchAsync(new { tags = new[] { tag } });
        var beside = await SearchAsync(new { q = Pool, tags = new[] { "npgsql", tag } });

        Assert.Empty(alone.Is(HttpStatusCode.OK).Found);
        Assert.Empty(beside.Is(HttpStatusCode.OK).Found);
    }

    [Fact]
    public async Task A_rare_tag_is_found_behind_three_hundred_nearer_traces()
    {
        await App.StoreAsync(Tenant, [.. Enumerable.Range(0, 300).Select(index => $"{Pool} {index}")], ["common"]);
        var rare = await App.StoreAsync(Tenant, ["A pool of workers is exhausted 1", "A pool of workers is exhausted 2", "A pool of workers is exhausted 3"], ["rare"]);

        var answer = await SearchAsync(new { q = Pool, tags = new[] { "rare" }, limit = 10 });

        Assert.Equal(rare.Order(), answer.Is(HttpStatusCode.OK).Found.Order());
    }

    [Fact]
    public async Task White_space_beside_tags_searches_by_the_tags()
    {
        var ids = await App.StoreAsync(Tenant, [Pool, Hydration], ["both"]);

        var answer = await SearchAsync(new { q = " \t\n", tags = new[] { "both" } });

        Assert.Equal(ids.Order(), answer.Is(HttpStatusCode.OK).Found.Order());
    }

    [Fact]
    public async Task Only_traces_of_the_status_are_found()
    {
        var pending = await App.StoreAsync(Tenant, [Pool]);
        var validated = await App.StoreAsync(Tenant, [$"{Pool} again"], status: "validated");

        Assert.Equal(pending, (await SearchAsync(new { q = Pool, status = "pending" })).Found);
        Assert.Equal(validated, (await SearchAsync(new { q = Pool, status = "validated" })).Found);
    }

    [Fact]
    public async Task Other_tenants_traces_never_show()
    {
        var other = await App.CreateTenantAsync();
        await App.StoreAsync(other, [Pool], ["npgsql"]);
        var own = await App.StoreAsync(Tenant, [Hydration], ["react"]);

        Assert.Equal(own, (await SearchAsync(new { q = Hydration })).Found);
        Assert.DoesNotContain(Pool, (await SearchAsync(new { q = Pool })).Body.GetProperty("results").ToString(), StringComparison.Ordinal);
        Assert.Empty((await SearchAsync(new { tags = new[] { "npgsql" } })).Found);
    }

    private Task<Answer> SearchAsync(object query) => Client.PostAnswerAsync(ApiCalls.Search, query);
}
