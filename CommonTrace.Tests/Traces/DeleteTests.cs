using System.Net;
using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

public sealed class DeleteTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task A_deleted_trace_is_gone_at_once_and_says_so()
    {
        var id = await Client.ContributeAsync("A pangolin in the pool", "It rolled.", "pangolin");
        (await Client.PatchAsync(id, new { watch_condition = "Soon." })).Is(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(id)).Status);

        Assert.Empty((await Client.SearchAsync(new { q = "pangolin" })).Found);
        Assert.Empty((await Client.SearchAsync(new { tags = new[] { "pangolin" } })).Found);
        Answer[] answers =
        [
            await Client.GetAnswerAsync(TraceCalls.PathOf(id)), await Client.DeleteAsync(id), await Client.PatchAsync(id, new { title = "x" }),
            await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions"), await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions/1"),
            await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/amendments"),
            await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/amendments", new { improved_solution = "x", explanation = "y" }),
            await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/flag", new { reason = "x", category = "spam" }),
        ];
        Assert.All(answers, answer => Assert.Equal("trace.deleted", answer.Is(HttpStatusCode.NotFound).Code));
        Assert.Matches(@"deleted at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; no trace had replaced it", answers[0].Detail);
        Assert.Equal(0L, await App.SqlAsync(
            "select count(*) from (select trace_id from trace_versions union all select trace_id from embedding_jobs union all select trace_id from trace_search) child where trace_id = $1", id));
    }

    [Fact]
    public async Task What_replaced_it_is_told_and_goes_on_without_it()
    {
        var older = await Client.ContributeAsync("A pangolin of old", "It rolled.");
        var newer = await SupersedeAsync(older, "A pangolin of today");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(older)).Status);

        Assert.Contains($"the trace {newer} had replaced it", (await Client.GetAnswerAsync(TraceCalls.PathOf(older))).Detail, StringComparison.Ordinal);
        Assert.Equal([newer], (await Client.SearchAsync(new { q = "pangolin", mode = "keyword" })).Found);
        Assert.Equal(DBNull.Value, await App.SqlAsync("select supersedes_trace_id from traces where id = $1", newer));
    }

    [Fact]
    public async Task What_was_deleted_or_never_was_cannot_be_replaced()
    {
        var (deleted, unknown) = (await Client.ContributeAsync("A pangolin"), Guid.CreateVersion7());
        await Client.DeleteAsync(deleted);

        foreach (var path in new[] { ApiCalls.Traces, $"{ApiCalls.Traces}/check" })
        {
            var ofDeleted = (await Client.PostAnswerAsync(path, Submission(("supersedes_trace_id", deleted)))).Is(HttpStatusCode.UnprocessableEntity);
            Assert.Equal(("trace.deleted", "supersedes_trace_id"), (ofDeleted.Code, Assert.Single(ofDeleted.Faults)));
            (await Client.PostAnswerAsync(path, Submission(("supersedes_trace_id", unknown)))).IsRefusalOf("supersedes_trace_id");
        }

        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task Anybody_may_supersede_and_what_is_hidden_supersedes_nothing()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var older = await Client.ContributeAsync("A pangolin");
        var newer = await SupersedeAsync(older, "A better pangolin", other.Client);

        var superseded = await Client.ReadAsync(older);
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", newer);
        var again = await Client.ReadAsync(older);

        Assert.Equal((newer, true), (superseded.GetProperty("superseded_by").GetGuid(), superseded.GetProperty("is_stale").GetBoolean()));
        Assert.False(again.GetProperty("is_stale").GetBoolean());
    }

    [Fact]
    public async Task A_tombstone_keeps_what_the_trace_had_given_and_none_of_its_text()
    {
        var voter = await TestPerson.CreateAsync(App, Tenant);
        var id = await Client.ContributeAsync("A pangolin", "It rolled.", "b", "a");
        await App.SqlAsync(
            "insert into votes (id, tenant_id, trace_id, voter_id, vote_type, weight, is_established) values ($1, $2, $3, $4, 'up', 0.1, true)",
            Guid.CreateVersion7(), Tenant.Id, id, voter.Id);
        await App.SqlAsync("insert into reputations (tenant_id, user_id, domain_tag, upvote_count, downvote_count) values ($1, $2, 'a', 1, 0)", Tenant.Id, Tenant.UserId);

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(id)).Status);

        Assert.Equal(
            $$"""a,b|[{"upvotes": 1, "user_id": "{{Tenant.UserId}}", "downvotes": 0}]|{{Tenant.UserId}}|{{Tenant.UserId}}""",
            await App.SqlAsync("select array_to_string(tags, ',') || '|' || credits || '|' || contributor_id || '|' || deleted_by from tombstones where trace_id = $1", id));
        Assert.Equal(1, await App.SqlAsync("select upvote_count from reputations where user_id = $1", Tenant.UserId));
    }

    [Fact]
    public async Task What_is_imported_again_can_be_deleted_again()
    {
        using var importer = await Tenant.CreateClientAsync(Scopes.Read, Scopes.Contribute, Scopes.Operate);
        var line = Encoding.UTF8.GetBytes(ImportBody.Line(Submission(("id", Guid.CreateVersion7()))));
        for (var time = 0; time < 2; time++)
        {
            (await importer.PostBytesAsync(ApiCalls.Import, line, "application/x-ndjson")).IsTally(imported: 1);
            var id = (Guid)(await App.SqlAsync("select id from traces where tenant_id = $1", Tenant.Id))!;

            Assert.Equal(HttpStatusCode.NoContent, (await importer.DeleteAsync(id)).Status);
            Assert.Equal("trace.deleted", (await importer.GetAnswerAsync(TraceCalls.PathOf(id))).Code);
        }
    }

    private async Task<Guid> SupersedeAsync(Guid older, string title, HttpClient? client = null) =>
        (await (client ?? Client).PostAnswerAsync(ApiCalls.Traces, Submission(("title", title), ("supersedes_trace_id", older)))).Is(HttpStatusCode.Accepted).Id;
}
