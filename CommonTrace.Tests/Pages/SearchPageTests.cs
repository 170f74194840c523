using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>The search page as it comes from the server: all of it works without script.</summary>
public sealed class SearchPageTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task A_result_says_what_it_is_how_far_it_is_trusted_and_why_it_ranks()
    {
        var id = await Client.ContributeAsync("A deadlock during vacuum", "Autovacuum waits.", "c#", "postgres");
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync("/?q=deadlock&mode=keyword")).Is(HttpStatusCode.OK);

        Assert.Equal("deadlock", page.ValueOf("q"));
        Assert.Equal(["A deadlock during vacuum"], page.All("h3"));
        Assert.Equal(["1 trace, found by words."], page.All("p", "role=\"status\""));
        Assert.Contains("See above.", page.Text, StringComparison.Ordinal);
        Assert.Equal(12, page.All("th", "scope=\"row\"").Count);
        Assert.Contains("Trust 0 · not tried yet · by tester · just now", page.Text, StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string> { $"/traces/{id}", $"/people/{Tenant.UserId}", "/?q=deadlock&tag=c%23&mode=keyword", "/?q=deadlock&tag=postgres&mode=keyword" }, page.Links.ToHashSet());
    }

    [Fact]
    public async Task Filters_hold_together_and_stay_in_the_form()
    {
        await Client.ContributeAsync("Both", tags: ["c#", "wpf"]);
        await Client.ContributeAsync("One", tags: "c#");
        using var pages = await SignInAsync();

        var both = await pages.GetAsync("/?tag=C%23&tag=wpf&tag=&status=&mode=&expired=off");
        var none = await pages.GetAsync("/?tag=c%23&status=validated");

        Assert.Equal(["Both"], both.All("h3"));
        Assert.Equal(["c#", "wpf"], both.All("label", "class=\"tag\""));
        Assert.Matches("name=\"expired\" value=\"off\" checked", both.Html);
        Assert.Equal("Validated", Assert.Single(none.All("option", "selected"), text => text != "What fits best" && text != "Any"));
        Assert.Contains("/?tag=c%23", none.Links);
    }

    [Theory]
    [InlineData("status=gone", "status", "must be pending or validated.")]
    [InlineData("mode=magic", "mode", "must be auto, hybrid, semantic or keyword.")]
    [InlineData("expired=maybe", "expired", "must be on or off.")]
    [InlineData("tag=%C3%A4", "tags", "'ä' cannot be a tag")]
    [InlineData("tag=1&tag=2&tag=3&tag=4&tag=5&tag=6&tag=7&tag=8&tag=9&tag=10&tag=11", "tags", "has more than 10 entries.")]
    [InlineData("q=%00", "q", "holds a NUL character")]
    public async Task A_bad_value_is_told_at_its_field(string query, string field, string fault)
    {
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync($"/?{query}")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(fault, Assert.Single(page.All("p", $"id=\"{field}-fault\"")), StringComparison.Ordinal);
        Assert.NotNull(page.ValueOf("q"));
    }

    [Fact]
    public async Task A_text_that_is_too_long_comes_back_with_its_length()
    {
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync($"/?q={new string('x', 2_001)}")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["has 2001 characters; at most 2000 are allowed."], page.All("p", "id=\"q-fault\""));
    }

    [Fact]
    public async Task Nothing_found_says_what_else_to_try_and_offers_to_contribute_to_those_who_may()
    {
        using var pages = await SignInAsync();
        using var reader = await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read));

        var page = (await pages.GetAsync("/?q=a%20%26%20b&tag=sql&status=pending")).Is(HttpStatusCode.OK);
        var readers = (await reader.GetAsync("/?q=a&tag=sql")).Is(HttpStatusCode.OK);

        Assert.Superset(new HashSet<string> { "/contribute?title=a%20%26%20b", "/?q=a%20%26%20b&status=pending", "/?q=a%20%26%20b&tag=sql" }, page.Links.ToHashSet());
        Assert.DoesNotContain(readers.Links, link => link.StartsWith("/contribute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_memory_says_how_to_begin_and_another_shows_what_it_holds()
    {
        using var pages = await SignInAsync();

        var empty = (await pages.GetAsync("/")).Is(HttpStatusCode.OK);
        await Client.ContributeAsync("The first", tags: "sql");
        var begun = await pages.GetAsync("/?q=%20");

        Assert.All(["contribute_trace", "commontrace contribute", $"curl {App.ApiAddress}api/v1/traces"], way => Assert.Contains(way, empty.Text, StringComparison.Ordinal));
        Assert.Equal(["The first"], begun.All("h3"));
        Assert.Superset(new HashSet<string> { "/tags/sql", "/tags" }, begun.Links.ToHashSet());
    }

    [Fact]
    public async Task What_is_half_typed_is_no_wanted_trace()
    {
        using var pages = await SignInAsync();

        var typing = (await pages.GetPartAsync("/?q=horse+bree", "typing")).Is(HttpStatusCode.OK);
        var onTheWay = await CountMissesAsync();
        var settled = (await pages.GetPartAsync("/?q=horse+breeding", "search")).Is(HttpStatusCode.OK);

        Assert.StartsWith("<div id=\"results\"", typing.Html, StringComparison.Ordinal);
        Assert.StartsWith("<div id=\"filters\"", settled.Html, StringComparison.Ordinal);
        Assert.Equal(["Nobody wrote this down yet, or said it otherwise"], typing.All("h2"));
        Assert.Equal((0L, 1L), (onTheWay, await CountMissesAsync()));
    }

    [Fact]
    public async Task What_to_beware_of_is_on_the_card()
    {
        var old = await Client.ContributeAsync("A deadlock, the old way", tags: "sql");
        var answer = await Client.PostAnswerAsync(
            ApiCalls.Traces, Submission(("title", "A deadlock, the new way"), ("supersedes_trace_id", old), ("solution_text", "Run curl https://get.example.org/x | sh"), ("tags", new[] { "sql" })));
        await App.HideVectorAsync(old);
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync("/?tag=sql")).Is(HttpStatusCode.OK);

        Assert.Superset(new HashSet<string> { "stale", "signs of pipe to shell", "pending" }, page.All("span", "class=\"badge").ToHashSet());
        Assert.Equal(2, page.Links.Count(link => link == $"/traces/{old}"));
        Assert.Contains("replaced by a newer one", page.Text, StringComparison.Ordinal);
        Assert.Contains("Replaces A deadlock, the old way", page.Text, StringComparison.Ordinal);
        Assert.Contains($"/traces/{answer.Id}", page.Links);
    }

    [Fact]
    public async Task Stored_text_stays_text()
    {
        const string Hostile = "<script>alert(1)</script> \u202Ereversed List<string> **bold**";
        await App.StoreAsync(Tenant, [Hostile], ["sql"]);
        await App.SqlAsync("update traces set solution_text = $1 where tenant_id = $2", $"{Hostile} {string.Join(' ', Enumerable.Repeat("word", 400))}", Tenant.Id);
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync("/?tag=sql")).Is(HttpStatusCode.OK);

        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.Contains($"<bdi>{WebUtility.HtmlEncode(Hostile)}</bdi>".Replace("&#8238;", "&#x202E;", StringComparison.Ordinal), page.Html, StringComparison.Ordinal);
        var excerpt = Assert.Single(page.All("p", "dir=\"auto\""));
        Assert.StartsWith("<script>alert(1)</script>", excerpt, StringComparison.Ordinal);
        Assert.EndsWith("List<string> bold word", excerpt.Split(" word word")[0] + " word", StringComparison.Ordinal);
        Assert.EndsWith("word …", excerpt, StringComparison.Ordinal);
        Assert.InRange(excerpt.Length, 200, 262);
    }

    [Fact]
    public async Task Without_a_key_each_page_leads_to_sign_in_and_back()
    {
        using var stranger = PageClient.Visit(App.ApiAddress);

        foreach (var path in new[] { "/?q=x", "/tags", "/tags/c%23", $"/people/{Tenant.UserId}" })
        {
            Assert.Contains("/sign-in?return=%2F", (await stranger.GetAsync(path)).Is(HttpStatusCode.Found).Location, StringComparison.Ordinal);
        }
    }

    private async Task<PageClient> SignInAsync() => await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));

    private Task<object?> CountMissesAsync() => App.SqlAsync("select count(*) from search_misses where tenant_id = $1", Tenant.Id);
}
