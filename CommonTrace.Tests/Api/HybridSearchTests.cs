using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Words and vectors together.</summary>
public sealed class HybridSearchTests(TestApp app) : OwnTenant(app)
{
    private const string Pool = "The connection pool of Npgsql is exhausted";
    private const string Hydration = "React hydration fails after a deployment";

    private static readonly string[] Factors =
    [
        "word_score", "word_coverage", "similarity", "words", "vectors", "fused", "trust", "outcomes", "validated", "freshness", "context", "expired",
    ];

    [Theory]
    [InlineData(null, "hybrid")]
    [InlineData("auto", "hybrid")]
    [InlineData("hybrid", "hybrid")]
    [InlineData("semantic", "semantic")]
    [InlineData("keyword", "keyword")]
    public async Task What_ran_is_told_and_nothing_is_missing(string? asked, string ran)
    {
        var ids = await App.StoreAsync(Tenant, [Pool, Hydration]);

        var answer = await Client.SearchAsync(new { q = Pool, mode = asked });

        Assert.Equal((ran, ids[0]), (answer.Mode(), answer.Found.First()));
        Assert.Equal(JsonValueKind.Null, answer.Body.GetProperty("degraded_reason").ValueKind);
        Assert.Equal(ran == "keyword", answer.Results().First().GetProperty("similarity_score").GetDouble() == 0);
    }

    [Fact]
    public async Task Tags_alone_are_a_mode_of_their_own_without_scores()
    {
        await App.StoreAsync(Tenant, [Pool], ["npgsql"]);

        var answer = await Client.SearchAsync(new { tags = new[] { "npgsql" }, explain = true });

        Assert.Equal("tags", answer.Mode());
        Assert.Equal(0, answer.Results().First().GetProperty("similarity_score").GetDouble());
        Assert.All(["combined_score", "explain"], field => Assert.Equal(JsonValueKind.Null, answer.Results().First().GetProperty(field).ValueKind));
    }

    [Fact]
    public async Task An_explanation_names_every_factor_and_is_given_only_when_asked_for()
    {
        await App.StoreAsync(Tenant, [Pool]);

        var explained = await Client.SearchAsync(new { q = Pool, explain = true });
        var plain = await Client.SearchAsync(new { q = Pool });

        Assert.Equal(Factors, explained.Results().First().GetProperty("explain").EnumerateObject().Select(factor => factor.Name));
        Assert.Equal(JsonValueKind.Null, plain.Results().First().GetProperty("explain").ValueKind);
    }

    [Fact]
    public async Task Each_leg_finds_what_the_other_does_not_and_both_find_all()
    {
        var ids = await App.StoreAsync(Tenant, [Pool, $"{Pool} once more", Hydration]);
        await App.HideVectorAsync(ids[0]);
        await App.HideWordsAsync(ids[1]);

        Assert.Equal([ids[0]], (await Client.SearchAsync(new { q = Pool, mode = "keyword" })).Found);
        Assert.Equal([ids[1]], (await Client.SearchAsync(new { q = Pool, mode = "semantic" })).Found);
        Assert.Equal(ids[..2].Order(), (await Client.SearchAsync(new { q = Pool, mode = "hybrid" })).Found.Order());
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("hybrid")]
    [InlineData("semantic")]
    [InlineData("keyword")]
    public async Task What_nobody_wrote_about_finds_nothing(string mode)
    {
        await App.StoreAsync(Tenant, [Pool, Hydration, "Terraform wants to replace a bucket", "A deadlock of two updates in PostgreSQL", "git rebase loses a merge commit"]);

        Assert.Empty((await Client.SearchAsync(new { q = "horse breeding techniques", mode })).Found);
    }

    [Theory]
    [InlineData("hybrid")]
    [InlineData("semantic")]
    [InlineData("keyword")]
    [InlineData(null)]
    public async Task A_flagged_trace_is_hidden(string? mode)
    {
        var ids = await App.StoreAsync(Tenant, [Pool, $"{Pool} once more"], ["npgsql"]);
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", ids[0]);

        var answer = await Client.SearchAsync(new { q = mode is null ? null : Pool, tags = new[] { "npgsql" }, mode });

        Assert.Equal([ids[1]], answer.Found);
    }

    [Theory]
    [InlineData("hybrid")]
    [InlineData("semantic")]
    [InlineData("keyword")]
    public async Task An_expired_trace_is_found_below_a_fresh_one_unless_it_is_not_wanted(string mode)
    {
        var ids = await App.StoreAsync(Tenant, [Pool, $"{Pool} once more"]);
        await App.SqlAsync("update traces set review_after = now() - interval '1 day' where id = $1", ids[0]);
        await App.SqlAsync("update traces set review_after = now() + interval '1 day' where id = $1", ids[1]);

        var byDefault = await Client.SearchAsync(new { q = Pool, mode });
        var wanted = await Client.SearchAsync(new { q = Pool, mode, include_expired = true });
        var unwanted = await Client.SearchAsync(new { q = Pool, mode, include_expired = false });

        Assert.Equal([ids[1], ids[0]], byDefault.Found);
        Assert.Equal([ids[1], ids[0]], wanted.Found);
        Assert.Equal([ids[1]], unwanted.Found);
    }

    [Fact]
    public async Task By_tags_an_expired_trace_is_left_out_when_it_is_not_wanted()
    {
        var ids = await App.StoreAsync(Tenant, [Pool, Hydration], ["both"]);
        await App.SqlAsync("update traces set review_after = now() - interval '1 day' where id = $1", ids[0]);

        Assert.Equal([ids[1]], (await Client.SearchAsync(new { tags = new[] { "both" }, include_expired = false })).Found);
        Assert.Equal(2, (await Client.SearchAsync(new { tags = new[] { "both" } })).Found.Count());
    }

    [Fact]
    public async Task Traces_from_a_like_situation_come_first()
    {
        var ids = await App.StoreAsync(Tenant, [$"{Pool} on one", $"{Pool} on two", $"{Pool} on nil"]);
        await App.SqlAsync("""update traces set metadata_json = '{"os": "windows 11"}' where id = $1""", ids[0]);
        await App.SqlAsync("""update traces set metadata_json = '{"context": {"os": "linux"}}' where id = $1""", ids[1]);

        var windows = await Client.SearchAsync(new { q = Pool, context = new { os = "Windows" } });
        var linux = await Client.SearchAsync(new { q = Pool, context = new { os = "Linux" } });

        Assert.Equal([ids[0], ids[2], ids[1]], windows.Found);
        Assert.Equal([ids[1], ids[2], ids[0]], linux.Found);
    }

    [Theory]
    [InlineData("hybrid")]
    [InlineData("semantic")]
    public async Task A_small_tenant_finds_its_own_beside_a_crowd_of_nearer_traces(string mode)
    {
        var crowd = await App.CreateTenantAsync();
        await App.StoreAsync(crowd, [.. Enumerable.Range(0, 300).Select(number => $"{Pool} {number}")]);
        var own = await App.StoreAsync(Tenant, ["A pool of Npgsql is exhausted", "The connection pool of a worker is empty", "Npgsql: connection pool exhausted"]);

        var answer = await Client.SearchAsync(new { q = Pool, mode });

        Assert.Equal(own.Order(), answer.Found.Order());
    }

    [Fact]
    public async Task Scores_descend()
    {
        await App.StoreAsync(Tenant, [.. Enumerable.Range(0, 30).Select(number => $"{Pool} {new string('x', number)} {number}")]);

        double[] scores = [.. (await Client.SearchAsync(new { q = Pool, limit = 30 })).Results().Select(result => result.GetProperty("combined_score").GetDouble())];

        Assert.True(scores.Length > 10);
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.All(scores, score => Assert.InRange(score, 0.0001, 2));
    }

    [Fact]
    public async Task How_often_a_trace_was_shown_gains_it_nothing()
    {
        var ids = await App.StoreAsync(Tenant, [Pool, $"{Pool} once more"]);
        var before = await Client.SearchAsync(new { q = Pool });
        await App.SqlAsync("insert into trace_stats (trace_id, tenant_id, retrieval_count, solved_count, failed_count) values ($1, $2, 1000000, 0, 0)", ids[1], Tenant.Id);

        var after = await Client.SearchAsync(new { q = Pool });

        Assert.Equal(before.Found, after.Found);
        Assert.Equal(Score(before), Score(after), 6);
    }

    private static double Score(Answer answer) => answer.Results().Last().GetProperty("combined_score").GetDouble();
}
