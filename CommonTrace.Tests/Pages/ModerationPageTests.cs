using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Traces;

namespace CommonTrace.Tests.Pages;

/// <summary>What waits for a moderator, and what they do about it.</summary>
public sealed class ModerationPageTests(TestApp app) : OwnTenant(app)
{
    private const string Queue = "/moderate";

    [Fact]
    public async Task Nothing_waits_and_the_page_says_what_would()
    {
        using var pages = await SignInAsync();

        Assert.Contains("Nothing waits for a moderator", (await pages.GetAsync(Queue)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flagged_trace_is_shown_with_who_and_why_and_how_it_begins()
    {
        var (one, young) = (await TestPerson.CreateAsync(App, Tenant), await TestPerson.CreateAsync(App, Tenant, TimeSpan.Zero, Scopes.Read));
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", "<i>Pool</i>"), ("context_text", $"Begins so. {new string('x', 400)}")))).Id;
        await FlagAsync(one.Client, id, "It is <b>wrong</b>.", "incorrect");
        await FlagAsync(young.Client, id, "Buy this", "spam");
        using var pages = await SignInAsync();

        var queue = (await pages.GetAsync(Queue)).Is(HttpStatusCode.OK);

        Assert.Contains("&lt;i&gt;Pool&lt;/i&gt;", queue.Html, StringComparison.Ordinal);
        Assert.Equal(["incorrect", "spam"], queue.All("span", "class=\"badge\""));
        Assert.Contains("It is <b>wrong</b>.", queue.All("bdi"));
        Assert.Contains("2 flags, of which 1 counts", queue.Text, StringComparison.Ordinal);
        Assert.Contains("too new here to count", queue.Text, StringComparison.Ordinal);
        Assert.Contains(queue.All("bdi"), text => text.StartsWith("Begins so.", StringComparison.Ordinal) && text.EndsWith("x…", StringComparison.Ordinal) && text.Length == 301);
        Assert.Contains("still shown", queue.Text, StringComparison.Ordinal);
        Assert.Contains($"/traces/{id}", queue.Links);
    }

    [Fact]
    public async Task Restored_it_is_gone_from_the_queue_and_the_page_tells_what_the_audit_keeps()
    {
        var id = await FlaggedAsync("Restored");
        using var pages = await SignInAsync();

        var done = (await pages.PostAsync($"{Queue}/{id}/restore", ("reason", "Harmless <3"))).Is(HttpStatusCode.Found);
        var after = (await pages.GetAsync(done.Location!)).Is(HttpStatusCode.OK);

        Assert.Contains("Restored: it is found again", after.Text, StringComparison.Ordinal);
        Assert.Equal("moderation.restore", after.All("code")[0]);
        Assert.Contains("Harmless <3", after.All("bdi"));
        Assert.Contains("Nothing waits", after.Text, StringComparison.Ordinal);
        Assert.False((await Client.ReadAsync(id)).GetProperty("is_flagged").GetBoolean());
        Assert.Equal("Harmless <3", await App.SqlAsync("select reason from audit_log where action = 'moderation.restore' and detail ->> 'trace_id' = $1", $"{id}"));
    }

    [Fact]
    public async Task Removed_it_is_deleted_and_whoever_comes_later_is_told()
    {
        var id = await FlaggedAsync("Removed");
        using var pages = await SignInAsync();

        var tooLong = (await pages.PostAsync($"{Queue}/{id}/remove", ("reason", new string('x', 1001)))).Is(HttpStatusCode.UnprocessableEntity);
        var done = (await pages.PostAsync($"{Queue}/{id}/remove", ("reason", ""))).Is(HttpStatusCode.Found);
        var after = (await pages.GetAsync(done.Location!)).Is(HttpStatusCode.OK);
        var again = (await pages.PostAsync($"{Queue}/{id}/remove")).Is(HttpStatusCode.NotFound);

        Assert.Contains("at most 1000 are allowed", tooLong.Text, StringComparison.Ordinal);
        Assert.Contains("Removed. The audit log keeps: moderation.remove", after.Text, StringComparison.Ordinal);
        Assert.Contains("was deleted at", again.Text, StringComparison.Ordinal);
        Assert.Equal("trace.deleted", (await Client.GetAnswerAsync(TraceCalls.PathOf(id))).Code);
    }

    [Fact]
    public async Task A_long_queue_comes_in_pages()
    {
        foreach (var number in Enumerable.Range(1, 21))
        {
            await App.SqlAsync("update traces set flagged_at = now() - $2 where id = $1", (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Id, TimeSpan.FromHours(number));
        }

        using var pages = await SignInAsync();

        var first = (await pages.GetAsync(Queue)).Is(HttpStatusCode.OK);
        var rest = (await pages.GetAsync(first.Links.Single(link => link.Contains("cursor=", StringComparison.Ordinal)))).Is(HttpStatusCode.OK);

        Assert.Equal((20, 1), (first.All("h2").Count, rest.All("h2").Count));
        Assert.DoesNotContain(rest.Links, link => link.Contains("cursor=", StringComparison.Ordinal));
        (await pages.GetAsync($"{Queue}?cursor=mine")).Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task It_is_for_moderators()
    {
        var id = await FlaggedAsync("Kept");
        using var pages = await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));

        Assert.Contains("scope moderate", (await pages.GetAsync(Queue)).Is(HttpStatusCode.Forbidden).Text, StringComparison.Ordinal);
        (await pages.PostAsync($"{Queue}/{id}/remove")).Is(HttpStatusCode.Forbidden);

        Assert.True((await Client.ReadAsync(id)).GetProperty("is_flagged").GetBoolean());
    }

    private async Task<Guid> FlaggedAsync(string title)
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", title)))).Id;
        await FlagAsync((await TestPerson.CreateModeratorAsync(App, Tenant)).Client, id, "Look at this", "harmful");
        return id;
    }

    private static async Task FlagAsync(HttpClient client, Guid id, string reason, string category) =>
        (await client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/flag", new { reason, category })).Is(HttpStatusCode.OK);

    private async Task<PageClient> SignInAsync() => await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Moderate));
}
