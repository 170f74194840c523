using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

public sealed class PeoplePageTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task A_person_s_page_tells_what_others_think_overall_and_by_tag()
    {
        await Client.ContributeAsync("A deadlock during vacuum", tags: "postgres");
        await App.SqlAsync(
            """
            insert into reputations (tenant_id, user_id, domain_tag, upvote_count, downvote_count)
            select $1, $2, tag, up, down from (values ('', 9, 1), ('c#', 2, 1), ('postgres', 8, 0)) as given (tag, up, down)
            """,
            Tenant.Id, Tenant.UserId);
        using var pages = await SignInAsync(await CreateReaderAsync());

        var page = (await pages.GetAsync($"/people/{Tenant.UserId}")).Is(HttpStatusCode.OK);

        Assert.Equal(["tester"], page.All("h1"));
        Assert.Contains("Joined just now · 1 trace, 0 validated.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Overall 60 % 9 1 postgres 68 % 8 0 c# 21 % 2 1", page.Text, StringComparison.Ordinal);
        Assert.Equal(["A deadlock during vacuum"], page.All("h3"));
        Assert.Contains("/tags/c%23", page.Links);
    }

    [Fact]
    public async Task One_s_own_page_shows_hidden_traces_and_keys_and_others_see_neither()
    {
        await Client.ContributeAsync("Shown");
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", await Client.ContributeAsync("Hidden"));
        var key = await Tenant.CreateKeyAsync(Scopes.Read);
        using var self = await SignInAsync(key);
        using var other = await SignInAsync(await CreateReaderAsync());

        var own = (await self.GetAsync($"/people/{Tenant.UserId}")).Is(HttpStatusCode.OK);
        var theirs = (await other.GetAsync($"/people/{Tenant.UserId}")).Is(HttpStatusCode.OK);

        Assert.Equal(["Hidden", "Shown"], own.All("h3"));
        Assert.Contains("hidden until a moderator has looked", own.All("span", "class=\"badge bad\""));
        Assert.Contains($"test {ApiKeyFormat.ShownPrefix(key)} read just now never", own.Text, StringComparison.Ordinal);
        Assert.Contains("commontrace keys create", own.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, own.Html, StringComparison.Ordinal);
        Assert.Equal(["Shown"], theirs.All("h3"));
        Assert.DoesNotContain("Your keys", theirs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_a_page_that_says_what_to_do()
    {
        var stranger = await App.CreateTenantAsync();
        using var pages = await SignInAsync(await CreateReaderAsync());

        var nobody = (await pages.GetAsync($"/people/{Guid.CreateVersion7()}")).Is(HttpStatusCode.NotFound);
        var foreigner = (await pages.GetAsync($"/people/{stranger.UserId}")).Is(HttpStatusCode.NotFound);

        Assert.All([nobody, foreigner], page => Assert.Contains("There is no user", Assert.Single(page.All("p", "data-error=\"user.not_found\"")), StringComparison.Ordinal));
        (await pages.GetAsync($"/people/{Tenant.UserId}?cursor=nonsense")).Is(HttpStatusCode.UnprocessableEntity);
    }

    private Task<PageClient> SignInAsync(string key) => PageClient.SignInAsync(App, key);

    // Somebody else of the tenant, who may read.
    private async Task<string> CreateReaderAsync()
    {
        var (_, client) = await Tenant.CreatePersonAsync(established: false);
        using (client)
        {
            return client.DefaultRequestHeaders.GetValues("X-API-Key").Single();
        }
    }
}
