using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Traces;

namespace CommonTrace.Tests.Pages;

/// <summary>Better solutions and earlier versions of a trace, by its pages.</summary>
public sealed class AmendmentPageTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task An_amendment_is_proposed_compared_and_accepted()
    {
        var id = await PostAsync("First line.\nSet it to 100.\nLast line.");
        using var other = await OtherAsync();
        using var author = await AuthorAsync();

        var form = (await other.GetAsync($"/traces/{id}/amend")).Is(HttpStatusCode.OK);
        var done = (await other.PostAsync($"/traces/{id}/amendments", ("improved_solution", "First line.\r\nSet it to 500.\r\nLast line."), ("explanation", "More *clients*."))).Is(HttpStatusCode.Found);
        var seen = (await other.GetAsync(done.Location!)).Is(HttpStatusCode.OK);
        var amendment = (Guid)(await App.SqlAsync("select id from amendments where trace_id = $1", id))!;
        var asked = (await author.GetAsync($"/traces/{id}")).Is(HttpStatusCode.OK);
        var accepted = (await author.PostAsync($"/amendments/{amendment}/accept", ("trace", id.ToString()))).Is(HttpStatusCode.Found);
        var after = (await author.GetAsync(accepted.Location!)).Is(HttpStatusCode.OK);

        Assert.Contains("Set it to 100.", form.Html, StringComparison.Ordinal);
        Assert.Contains("Your amendment is proposed.", seen.Text, StringComparison.Ordinal);
        Assert.Contains("More <em>clients</em>.", seen.Html, StringComparison.Ordinal);
        Assert.Equal(["100"], seen.All("del"));
        Assert.Equal(["500"], seen.All("ins"));
        Assert.DoesNotContain("/accept", seen.Html, StringComparison.Ordinal);
        Assert.Contains($"/amendments/{amendment}/accept", asked.Html, StringComparison.Ordinal);
        Assert.Contains("The amendment is accepted", after.Text, StringComparison.Ordinal);
        Assert.Contains("Set it to 500.", after.Text, StringComparison.Ordinal);
        Assert.Equal("First line.\nSet it to 500.\nLast line.", await App.SqlAsync("select solution_text from traces where id = $1", id));
    }

    [Fact]
    public async Task A_refused_amendment_keeps_what_was_typed()
    {
        var id = await PostAsync("As it was.");
        using var other = await OtherAsync();

        var refused = (await other.PostAsync($"/traces/{id}/amendments", ("improved_solution", "As it was."), ("explanation", "No change <b>."))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("improved_solution: is what the trace says already.", refused.Text, StringComparison.Ordinal);
        Assert.Contains("No change &lt;b&gt;.", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_made_once_and_by_those_who_may()
    {
        var id = await PostAsync("As it was.");
        using var other = await OtherAsync();
        using var author = await AuthorAsync();
        (await other.PostAsync($"/traces/{id}/amendments", ("improved_solution", "Better."), ("explanation", "It is."))).Is(HttpStatusCode.Found);
        var path = $"/amendments/{await App.SqlAsync("select id from amendments where trace_id = $1", id)}";

        var refused = (await other.PostAsync($"{path}/reject", ("trace", id.ToString()))).Is(HttpStatusCode.Forbidden);
        var rejected = (await author.PostAsync($"{path}/reject", ("trace", id.ToString()))).Is(HttpStatusCode.Found);
        var again = (await author.PostAsync($"{path}/accept", ("trace", id.ToString()))).Is(HttpStatusCode.Conflict);
        var list = (await other.GetAsync($"/traces/{id}/amendments")).Is(HttpStatusCode.OK);

        Assert.Contains("Only its author or a moderator", refused.Text, StringComparison.Ordinal);
        Assert.EndsWith("?done=rejected", rejected.Location, StringComparison.Ordinal);
        Assert.Contains("was accepted or rejected already", again.Text, StringComparison.Ordinal);
        Assert.Contains("rejected", list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_show_what_changed_and_can_be_gone_back_to()
    {
        var id = await PostAsync("One pool.");
        (await Client.PatchAsync(id, new { title = "Another title", solution_text = "One small pool.", tags = new[] { "npgsql" } })).Is(HttpStatusCode.OK);
        using var author = await AuthorAsync();
        using var other = await OtherAsync();

        var list = (await author.GetAsync($"/traces/{id}/versions")).Is(HttpStatusCode.OK);
        var second = (await author.GetAsync($"/traces/{id}/versions/2")).Is(HttpStatusCode.OK);
        var first = (await author.GetAsync($"/traces/{id}/versions/1")).Is(HttpStatusCode.OK);
        var toOthers = (await other.GetAsync($"/traces/{id}/versions/1")).Is(HttpStatusCode.OK);
        var outdated = (await author.PostAsync($"/traces/{id}/versions/1/revert", ("standing", "1"))).Is(HttpStatusCode.PreconditionFailed);
        var reverted = (await author.PostAsync($"/traces/{id}/versions/1/revert", ("standing", "2"))).Is(HttpStatusCode.Found);
        var after = (await author.GetAsync(reverted.Location!)).Is(HttpStatusCode.OK);

        Assert.Contains($"/traces/{id}/versions/2", list.Links);
        Assert.Equal(["Title", "Tags", "Solution"], second.All("section", "aria-label").Select(section => section.Split(' ')[0]));
        Assert.Contains("small", string.Concat(second.All("ins")), StringComparison.Ordinal);
        Assert.Contains("the first version", first.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/revert", first.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/revert", second.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/revert", toOthers.Html, StringComparison.Ordinal);
        Assert.Contains("is at version 2", outdated.Text, StringComparison.Ordinal);
        Assert.Contains("says again what it said", after.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await Client.ReadAsync(id)).Version());
        (await author.GetAsync($"/traces/{id}/versions/9")).Is(HttpStatusCode.NotFound);
    }

    private async Task<Guid> PostAsync(string solution) =>
        (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("solution_text", solution)))).Is(HttpStatusCode.Accepted).Id;

    private async Task<PageClient> AuthorAsync() => await PageClient.SignInAsync(App, await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));

    private Task<PageClient> OtherAsync() => TraceVisitor.SignInAsync(App, Tenant, TimeSpan.FromDays(7), Scopes.Read, Scopes.Contribute);
}
