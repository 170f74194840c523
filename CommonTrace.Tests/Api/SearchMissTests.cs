using System.Net;
using System.Text.Json;
using CommonTrace.Core.Search.Misses;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What was searched for in vain.</summary>
public sealed class SearchMissTests(TestApp app) : OwnTenant(app)
{
    private const string Wanted = "/api/v1/admin/wanted";
    private const string Nothing = "horse breeding techniques";

    [Fact]
    public async Task A_search_in_vain_is_kept_by_its_hash_with_tags_and_number_but_without_its_text()
    {
        await Client.SearchAsync(new { q = Nothing, tags = new[] { "Farm Life", "barn" } });

        var miss = Assert.Single((await ListAsync()).Body.GetProperty("wanted").EnumerateArray());

        Assert.Equal(Tenant.Id, miss.GetProperty("tenant_id").GetGuid());
        Assert.Equal(["barn", "farm-life"], miss.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal((1, 64), (miss.GetProperty("misses").GetInt32(), miss.GetProperty("query_hash").GetString()!.Length));
        Assert.Equal(JsonValueKind.Null, miss.GetProperty("query").ValueKind);
        Assert.Equal(0L, await App.SqlAsync("select count(*) from search_misses m where m::text ilike '%horse%' and tenant_id = $1", Tenant.Id));
    }

    [Fact]
    public async Task The_same_search_in_other_case_spacing_and_order_of_tags_is_the_same()
    {
        await Client.SearchAsync(new { q = Nothing, tags = new[] { "farm", "barn" } });
        await Client.SearchAsync(new { q = $"  HORSE breeding\t techniques ", tags = new[] { "Barn", "farm" }, mode = "keyword" });
        await Client.SearchAsync(new { q = Nothing, tags = new[] { "farm" } });
        await Client.SearchAsync(new { q = Nothing });

        Assert.Equal([2, 1, 1], (await ListAsync()).Body.GetProperty("wanted").EnumerateArray().Select(miss => miss.GetProperty("misses").GetInt32()));
    }

    [Fact]
    public async Task Tags_in_vain_are_a_miss_too()
    {
        await Client.SearchAsync(new { tags = new[] { "nobody-uses-this" } });

        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task What_was_found_is_no_miss()
    {
        await Client.ContributeAsync("A deadlock during vacuum", tags: "sql");

        await Client.SearchAsync(new { q = "deadlock" });
        await Client.SearchAsync(new { tags = new[] { "sql" } });

        Assert.Equal(0L, await CountAsync());
    }

    [Fact]
    public async Task The_most_wanted_come_first_on_pages_that_miss_none()
    {
        foreach (var (asked, times) in new[] { ("goats", 1), ("horses", 3), ("sheep", 2), ("cows", 1), ("hens", 1) })
        {
            for (var time = 0; time < times; time++)
            {
                await Client.SearchAsync(new { q = asked });
            }
        }

        var listed = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await ListAsync($"&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            listed.AddRange(page.Body.GetProperty("wanted").EnumerateArray());
            cursor = page.Body.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal([3, 2, 1, 1, 1], listed.Select(miss => miss.GetProperty("misses").GetInt32()));
        Assert.Equal(5, listed.Select(miss => miss.GetProperty("query_hash").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_tenant_those_of_all_are_listed()
    {
        await Client.SearchAsync(new { q = Nothing });
        using var operatorClient = App.CreateClient();

        var all = (await operatorClient.GetAnswerAsync($"{Wanted}?limit=100")).Is(HttpStatusCode.OK);

        var misses = all.Body.GetProperty("wanted").EnumerateArray().Select(miss => miss.GetProperty("misses").GetInt32()).ToList();
        Assert.NotEmpty(misses);
        Assert.Equal(misses.OrderDescending(), misses);
    }

    [Fact]
    public async Task The_list_is_for_operators()
    {
        using var moderator = await Tenant.CreateClientAsync(Scopes.Read, Scopes.Contribute, Scopes.Moderate);
        using var stranger = App.CreateClient(key: null);

        var answer = (await moderator.GetAnswerAsync(Wanted)).Is(HttpStatusCode.Forbidden);

        Assert.Contains("operate", answer.Detail, StringComparison.Ordinal);
        (await stranger.GetAnswerAsync(Wanted)).Is(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=%20", "cursor")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAA", "cursor")]
    [InlineData("tenant_id=commons", "tenant_id")]
    public async Task A_bad_value_is_told_by_its_field(string query, string field)
    {
        using var operatorClient = App.CreateClient();

        (await operatorClient.GetAnswerAsync($"{Wanted}?{query}")).IsRefusalOf(field);
    }

    [Fact]
    public async Task The_text_is_kept_where_the_operator_has_settled_that()
    {
        await using var own = await OwnApi.StartAsync(App, ("Search__KeepMissText", "true"));
        using var client = await own.CreateClientAsync();

        await client.SearchAsync(new { q = Nothing });

        var wanted = (await client.GetAnswerAsync(Wanted)).Is(HttpStatusCode.OK).Body.GetProperty("wanted");
        Assert.Equal(Nothing, Assert.Single(wanted.EnumerateArray()).GetProperty("query").GetString());
    }

    [Fact]
    public async Task A_search_does_not_fail_when_its_miss_cannot_be_noted()
    {
        await using var own = await OwnApi.StartAsync(App);
        using var client = await own.CreateClientAsync();
        await own.Stage.Database.SqlAsync("drop table search_misses");

        Assert.Empty((await client.SearchAsync(new { q = Nothing })).Found);
    }

    [Fact]
    public async Task Misses_that_nobody_repeats_are_forgotten()
    {
        await using var stage = await JobStage.CreateAsync(App, ("Search:KeepMisses", "2.00:00:00"));
        await stage.Database.SqlAsync(
            """
            insert into search_misses (tenant_id, query_hash, tags, misses, first_at, last_at)
            select '00000000-0000-7000-8000-000000000001', sha256(hours::text::bytea), '{}', 1, now() - interval '90 days', now() - hours * interval '1 hour'
            from unnest(array[0, 47, 49, 2000]) hours
            """);

        var forgotten = await stage.UseAsync<ForgetMisses, int>(forget => forget.RunOnceAsync(TestContext.Current.CancellationToken));

        Assert.Equal(2, forgotten);
        Assert.Equal(2L, await stage.Database.SqlAsync("select count(*) from search_misses where last_at > now() - interval '2 days'"));
    }

    private async Task<Answer> ListAsync(string more = "")
    {
        using var operatorClient = App.CreateClient();
        return (await operatorClient.GetAnswerAsync($"{Wanted}?tenant_id={Tenant.Id}{more}")).Is(HttpStatusCode.OK);
    }

    private Task<object?> CountAsync() => App.SqlAsync("select count(*) from search_misses where tenant_id = $1", Tenant.Id);
}
