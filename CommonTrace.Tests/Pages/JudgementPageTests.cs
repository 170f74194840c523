using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>Votes, outcomes and flags by the forms of a trace's page.</summary>
public sealed class JudgementPageTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task A_vote_is_cast_changed_and_withdrawn()
    {
        var (id, reader) = await OpenAsync();

        var cast = await DoAsync(reader, id, "vote", ("vote_type", "up"));
        var changed = await DoAsync(reader, id, "vote", ("vote_type", "down"), ("feedback_tag", "outdated"), ("feedback_text", "Npgsql 10 has another name."));
        var withdrawn = await DoAsync(reader, id, "vote/withdraw");

        Assert.Contains("Your vote is counted.", cast.Text, StringComparison.Ordinal);
        Assert.Contains("You voted for it", cast.Text, StringComparison.Ordinal);
        Assert.Contains("1 for, 0 against", cast.Text, StringComparison.Ordinal);
        Assert.Contains("You voted against it (outdated)", changed.Text, StringComparison.Ordinal);
        Assert.Contains("Npgsql 10 has another name.", changed.Html, StringComparison.Ordinal);
        Assert.Contains("0 for, 1 against", changed.Text, StringComparison.Ordinal);
        Assert.Contains("0 for, 0 against", withdrawn.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vote_against_needs_a_reason_and_keeps_what_was_typed()
    {
        var (id, reader) = await OpenAsync();

        var refused = (await reader.PostAsync($"/traces/{id}/vote", ("vote_type", "down"), ("feedback_tag", ""), ("feedback_text", "It never </textarea> worked.")))
            .Is(HttpStatusCode.UnprocessableEntity);
        var unknown = await reader.PostAsync($"/traces/{id}/vote", ("vote_type", "sideways"));

        Assert.Equal(["feedback_tag: is required for a down-vote: outdated, wrong, security_concern or spam."], refused.All("p", "data-error=\"validation.failed\""));
        Assert.Contains("It never &lt;/textarea&gt; worked.", refused.Html, StringComparison.Ordinal);
        Assert.Contains("must be up or down.", unknown.Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Equal(0L, await App.SqlAsync("select count(*) from votes where trace_id = $1", id));
    }

    [Fact]
    public async Task One_s_own_trace_is_judged_by_others()
    {
        var id = await Client.ContributeAsync("Mine");
        using var author = await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));

        var page = (await author.GetAsync($"/traces/{id}")).Is(HttpStatusCode.OK);
        var refused = (await author.PostAsync($"/traces/{id}/vote", ("vote_type", "up"))).Is(HttpStatusCode.Forbidden);

        Assert.Contains("You wrote this trace", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/traces/{id}/vote", page.Html, StringComparison.Ordinal);
        Assert.Contains("is your own; only others can vote for it.", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_is_told_and_told_anew()
    {
        var (id, reader) = await OpenAsync();

        var solved = await DoAsync(reader, id, "outcome", ("solved", "true"), ("note", "On Debian 13."));
        var failed = await DoAsync(reader, id, "outcome", ("solved", "false"), ("note", ""));
        var refused = (await reader.PostAsync($"/traces/{id}/outcome", ("note", "Neither."))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("Noted that it solved your problem.", solved.Text, StringComparison.Ordinal);
        Assert.Contains("1 solved, 0 did not", solved.Text, StringComparison.Ordinal);
        Assert.Contains("On Debian 13.", solved.Html, StringComparison.Ordinal);
        Assert.Contains("0 solved, 1 did not", failed.Text, StringComparison.Ordinal);
        Assert.Contains("You said that it did not solve your problem.", failed.Text, StringComparison.Ordinal);
        Assert.Contains("solved: is required.", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_needs_its_reason_and_is_shown_as_one_s_own()
    {
        var (id, reader) = await OpenAsync();

        var refused = (await reader.PostAsync($"/traces/{id}/flag", ("category", "spam"), ("reason", ""))).Is(HttpStatusCode.UnprocessableEntity);
        var flagged = await DoAsync(reader, id, "flag", ("category", "spam"), ("reason", "It advertises."));

        Assert.Contains("reason: is required.", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Flagged. A moderator will look at it.", flagged.Text, StringComparison.Ordinal);
        Assert.Contains("You flagged it as spam", flagged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_asked_to_and_comes_back_to_the_trace()
    {
        var id = await Client.ContributeAsync("Theirs");
        using var nobody = PageClient.Visit(App.ApiAddress);
        using var reader = await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read));

        var asked = (await nobody.PostAsync($"/traces/{id}/vote", ("vote_type", "up"))).Is(HttpStatusCode.Found);
        var back = (await reader.GetAsync($"/traces/{id}/vote")).Is(HttpStatusCode.Found);

        Assert.Contains("/sign-in?return=", asked.Location, StringComparison.Ordinal);
        Assert.Equal($"/traces/{id}", back.Location);
    }

    /// <summary>Sends a form, and reads the page that it leads to.</summary>
    private static async Task<PageAnswer> DoAsync(PageClient reader, Guid id, string form, params (string Name, string Value)[] fields)
    {
        var done = (await reader.PostAsync($"/traces/{id}/{form}", fields)).Is(HttpStatusCode.Found);
        return (await reader.GetAsync(done.Location!)).Is(HttpStatusCode.OK);
    }

    /// <summary>A trace of the tenant's user, opened by somebody else.</summary>
    private async Task<(Guid Id, PageClient Reader)> OpenAsync()
    {
        var id = await Client.ContributeAsync("Judged");
        var reader = await TraceVisitor.SignInAsync(App, Tenant, TimeSpan.FromDays(7), Scopes.Read, Scopes.Contribute);
        (await reader.GetAsync($"/traces/{id}")).Is(HttpStatusCode.OK);
        return (id, reader);
    }
}
