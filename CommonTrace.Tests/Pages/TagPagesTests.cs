using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

public sealed class TagPagesTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("c#", "/tags/c%23")]
    [InlineData("c++", "/tags/c%2B%2B")]
    [InlineData(".net", "/tags/.net")]
    [InlineData("_-", "/tags/_-")]
    [InlineData("..", "/?tag=..")]
    public async Task Every_name_leads_to_its_traces(string name, string address)
    {
        await Client.ContributeAsync("Tagged", tags: name);
        using var pages = await SignInAsync();

        var all = (await pages.GetAsync("/tags")).Is(HttpStatusCode.OK);
        var page = (await pages.GetAsync(address)).Is(HttpStatusCode.OK);

        Assert.Contains(address, all.Links);
        Assert.Equal(["Tagged"], page.All("h3"));
    }

    [Fact]
    public async Task Tags_come_most_used_first_or_by_name_and_can_be_looked_for()
    {
        await Client.ContributeAsync("One", tags: ["python", "asyncio", "pip"]);
        await Client.ContributeAsync("Two", tags: ["python", "zipfile"]);
        using var pages = await SignInAsync();

        var mostUsed = await pages.GetAsync("/tags");
        var byName = await pages.GetAsync("/tags?sort=name&q=");
        var looked = await pages.GetAsync("/tags?sort=name&q=IP");
        var nothing = await pages.GetAsync("/tags?q=rust");
        var wrong = (await pages.GetAsync("/tags?sort=size")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["python 2", "asyncio 1", "pip 1", "zipfile 1"], mostUsed.All("a", "class=\"tag\""));
        Assert.Equal(["asyncio 1", "pip 1", "python 2", "zipfile 1"], byName.All("a", "class=\"tag\""));
        Assert.Equal(["pip 1", "zipfile 1"], looked.All("a", "class=\"tag\""));
        Assert.Equal("IP", looked.ValueOf("q"));
        Assert.Contains("No tag holds rust", nothing.Text, StringComparison.Ordinal);
        Assert.Contains("must be name or count", Assert.Single(wrong.All("p", "id=\"sort-fault\"")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_grows_is_on_top()
    {
        await App.StoreAsync(Tenant, ["One", "Two", "Three"], ["wasm"]);
        using var pages = await SignInAsync();

        Assert.Contains("Growing this week wasm 3 new traces, none the week before", (await pages.GetAsync("/tags")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_tells_its_weeks_its_validated_share_and_what_it_comes_with()
    {
        var ids = await App.StoreAsync(Tenant, ["One", "Two", "Three", "Old", "Hidden"], ["sql", "postgres"]);
        await Client.ContributeAsync("Other", tags: ["sql", "mysql"]);
        await App.SqlAsync("update traces set created_at = now() - interval '8 days', status = 'validated' where id = any($1)", ids[1..3]);
        await App.SqlAsync("update traces set created_at = now() - interval '85 days' where id = $1", ids[3]);
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", ids[4]);
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync("/tags/SQL")).Is(HttpStatusCode.OK);

        Assert.Contains("aria-label=\"New traces in each of the last 12 weeks: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("2 in the last seven days, 4 in 12 weeks, at most 2 in one.", page.Text, StringComparison.Ordinal);
        Assert.Equal(["5", "2"], page.All("dd"));
        Assert.Contains("Comes with postgres 4 mysql 1", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_and_traces_of_other_tenants_are_not_counted()
    {
        var stranger = await App.CreateTenantAsync();
        await App.StoreAsync(stranger, ["Theirs"], ["sql", "secret"]);
        await Client.ContributeAsync("Ours", tags: "sql");
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync("/tags/sql")).Is(HttpStatusCode.OK);

        Assert.Equal(["1", "0"], page.All("dd"));
        Assert.DoesNotContain("secret", page.Text, StringComparison.Ordinal);
        (await pages.GetAsync("/tags/secret")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_tag_is_said_to_be_one_beside_those_like_it()
    {
        await Client.ContributeAsync("One", tags: "python3");
        using var pages = await SignInAsync();

        var page = (await pages.GetAsync("/tags/Python")).Is(HttpStatusCode.NotFound);
        var impossible = (await pages.GetAsync("/tags/%C3%A4")).Is(HttpStatusCode.NotFound);

        Assert.Contains("No trace bears the tag 'Python'", Assert.Single(page.All("p", "data-error=\"tag.not_found\"")), StringComparison.Ordinal);
        Assert.Contains("/tags/python3", page.Links);
        Assert.Contains("see all 1", impossible.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_traces_come_in_pages_that_miss_none()
    {
        await App.StoreAsync(Tenant, [.. Enumerable.Range(1, 21).Select(number => $"Trace {number}")], ["sql"]);
        using var pages = await SignInAsync();

        var first = (await pages.GetAsync("/tags/sql")).Is(HttpStatusCode.OK);
        var second = (await pages.GetAsync(first.Links.Single(link => link.Contains("cursor=", StringComparison.Ordinal)))).Is(HttpStatusCode.OK);

        Assert.Equal(21, first.All("h3").Concat(second.All("h3")).Distinct().Count());
        Assert.Single(second.All("h3"));
        Assert.DoesNotContain(second.Links, link => link.Contains("cursor=", StringComparison.Ordinal));
        (await pages.GetAsync("/tags/sql?cursor=nonsense")).Is(HttpStatusCode.UnprocessableEntity);
    }

    private async Task<PageClient> SignInAsync() => await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
}
