using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

public sealed class ListTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task Traces_come_newest_first_as_they_are_read()
    {
        var ids = await ContributeAsync(3);

        var answer = await ListAsync(Client, "");

        Assert.Equal(ids.Reverse(), answer.Ids());
        Assert.Null(answer.NextCursor());
        Assert.Equal(
            (await Client.ReadAsync(ids[2])).EnumerateObject().Select(field => field.Name), answer.Body.GetProperty("items")[0].EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Pages_lose_and_repeat_nothing_even_of_one_moment()
    {
        var ids = await ContributeAsync(5);
        await App.SqlAsync("update traces set created_at = '2026-01-01' where tenant_id = $1", Tenant.Id);

        List<Guid> seen = [];
        string? cursor = null;
        do
        {
            var page = await ListAsync(Client, $"?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Ids());
            cursor = page.NextCursor();
        }
        while (cursor is not null);

        Assert.Equal(ids.OrderDescending(), seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=________________________________=", "cursor")]
    [InlineData("status=gone", "status")]
    [InlineData("contributor=you", "contributor")]
    [InlineData("contributor=", "contributor")]
    [InlineData("flagged=maybe", "flagged")]
    public async Task What_cannot_be_asked_is_refused(string query, string field) =>
        (await Client.GetAnswerAsync($"{ApiCalls.Traces}?{query}")).IsRefusalOf(field);

    [Theory]
    [InlineData("limit=1")]
    [InlineData("limit=100")]
    [InlineData("cursor=________________________________")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_can_be_asked_is_answered(string query) => await ListAsync(Client, $"?{query}");

    [Fact]
    public async Task Filters_hold_together()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var mine = await Client.ContributeAsync("Mine", "Context.", "c#", "wpf");
        var half = await Client.ContributeAsync("Mine too", "Context.", "c#");
        var theirs = await other.Client.ContributeAsync("Theirs", "Context.", "c#", "wpf");
        await App.SqlAsync("update traces set status = 'validated' where id = $1", theirs);

        Assert.Equal([theirs, mine], (await ListAsync(Client, "?tag=C%23&tag=wpf")).Ids());
        Assert.Equal([half, mine], (await ListAsync(Client, "?contributor=me")).Ids());
        Assert.Equal([mine], (await ListAsync(Client, $"?contributor={Tenant.UserId}&tag=wpf")).Ids());
        Assert.Equal([theirs], (await ListAsync(Client, "?status=validated&tag=c%23")).Ids());
        Assert.Equal([half, mine], (await ListAsync(Client, "?status=pending")).Ids());
        Assert.Empty((await ListAsync(Client, "?tag=no%20tag!")).Ids());
        Assert.Empty((await ListAsync(Client, "?tag=unknown")).Ids());
    }

    [Fact]
    public async Task What_is_hidden_is_listed_for_its_author_and_for_moderators_who_ask()
    {
        var (other, moderator) = (await TestPerson.CreateAsync(App, Tenant), await TestPerson.CreateModeratorAsync(App, Tenant));
        var shown = await Client.ContributeAsync("Shown");
        var hidden = await Client.ContributeAsync("Hidden");
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", hidden);

        Assert.Equal([hidden, shown], (await ListAsync(Client, "")).Ids());
        Assert.Equal([hidden], (await ListAsync(Client, "?flagged=true")).Ids());
        Assert.Equal([shown], (await ListAsync(Client, "?flagged=false")).Ids());
        Assert.Equal([shown], (await ListAsync(other.Client, "")).Ids());
        Assert.Empty((await ListAsync(other.Client, "?flagged=true")).Ids());
        Assert.Equal([shown], (await ListAsync(moderator.Client, "")).Ids());
        Assert.Equal([hidden], (await ListAsync(moderator.Client, "?flagged=true")).Ids());
    }

    private async Task<Guid[]> ContributeAsync(int count)
    {
        var ids = new Guid[count];
        for (var number = 0; number < count; number++)
        {
            ids[number] = await Client.ContributeAsync($"Trace {number}");
        }

        return ids;
    }

    private static async Task<Answer> ListAsync(HttpClient client, string query) =>
        (await client.GetAnswerAsync($"{ApiCalls.Traces}{query}")).Is(HttpStatusCode.OK);
}
