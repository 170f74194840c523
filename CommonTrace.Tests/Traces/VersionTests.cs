using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

public sealed class VersionTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task Every_version_tells_who_wrote_it_and_when()
    {
        var moderator = await TestPerson.CreateModeratorAsync(App, Tenant);
        var id = await Client.ContributeAsync("First", "Context.", "one");
        var created = (await Client.ReadAsync(id)).GetProperty("created_at").GetDateTimeOffset();
        (await moderator.Client.PatchAsync(id, new { title = "Second", tags = new[] { "two" } })).Is(HttpStatusCode.OK);
        var changed = (await Client.PatchAsync(id, new { title = "Third" })).Is(HttpStatusCode.OK).Body.GetProperty("updated_at").GetDateTimeOffset();

        var versions = Versions((await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions")).Is(HttpStatusCode.OK));

        Assert.Equal([(3, "Third", "two"), (2, "Second", "two"), (1, "First", "one")], versions.Select(version => (version.Version(), version.Text("title")!, version.GetProperty("tags")[0].GetString()!)));
        Assert.Equal([Tenant.UserId, moderator.Id, Tenant.UserId], versions.Select(version => version.GetProperty("edited_by").GetGuid()));
        Assert.Equal(["tester", "somebody", "tester"], versions.Select(version => version.Text("edited_by_name")));
        var times = versions.Select(version => version.GetProperty("created_at").GetDateTimeOffset()).ToList();
        Assert.Equal((changed, created), (times[0], times[2]));
        Assert.True(times[0] > times[1] && times[1] > times[2]);
    }

    [Fact]
    public async Task A_version_is_read_with_all_that_it_said()
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("metadata_json", new { a = 1 })))).Is(HttpStatusCode.Accepted).Id;
        var before = await Client.ReadAsync(id);
        (await Client.PatchAsync(id, new { context_text = "new", solution_text = "new", metadata_json = new { a = 2 } })).Is(HttpStatusCode.OK);

        var first = (await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions/1")).Is(HttpStatusCode.OK).Body;
        var second = (await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions/2")).Is(HttpStatusCode.OK).Body;

        foreach (var field in new[] { "title", "context_text", "solution_text", "tags", "metadata_json" })
        {
            Assert.Equal((field, before.GetProperty(field).ToString()), (field, first.GetProperty(field).ToString()));
        }

        Assert.Equal(("new", "new", 2), (second.Text("context_text"), second.Text("solution_text"), second.GetProperty("metadata_json").GetProperty("a").GetInt32()));
    }

    [Fact]
    public async Task Versions_come_in_pages()
    {
        var id = await Client.ContributeAsync("Paged");
        for (var version = 2; version <= 5; version++)
        {
            (await Client.PatchAsync(id, new { watch_condition = $"{version}" })).Is(HttpStatusCode.OK);
        }

        List<int> seen = [];
        string? cursor = null;
        do
        {
            var page = (await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(HttpStatusCode.OK);
            seen.AddRange(Versions(page).Select(version => version.Version()));
            cursor = page.NextCursor();
        }
        while (cursor is not null);

        Assert.Equal([5, 4, 3, 2, 1], seen);
        (await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions?cursor=x")).IsRefusalOf("cursor");
        (await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions?limit=101")).IsRefusalOf("limit");
    }

    [Fact]
    public async Task A_revert_is_a_new_version_that_says_what_an_old_one_said()
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("metadata_json", new { a = 1 })))).Is(HttpStatusCode.Accepted).Id;
        var before = await Client.ReadAsync(id);
        (await Client.PatchAsync(id, new { title = "t", context_text = "c", solution_text = "s", tags = new[] { "x" }, metadata_json = (object?)null, watch_condition = "w" })).Is(HttpStatusCode.OK);

        var answer = (await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 1 }, ("If-Match", "\"2\""))).Is(HttpStatusCode.OK);

        Assert.Equal((3, "\"3\""), (answer.Body.Version(), answer.Tag()));
        foreach (var field in new[] { "title", "context_text", "solution_text", "tags", "metadata_json" })
        {
            Assert.Equal((field, before.GetProperty(field).ToString()), (field, answer.Body.GetProperty(field).ToString()));
        }

        Assert.Equal("w", answer.Body.Text("watch_condition"));
        Assert.Equal(3, Versions(await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions")).Count);
        Assert.Equal(3, (await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 3 })).Is(HttpStatusCode.OK).Body.Version());
    }

    [Fact]
    public async Task What_was_never_there_is_told_so()
    {
        var id = await Client.ContributeAsync("Once");

        Assert.Equal("trace.version_not_found", (await Client.GetAnswerAsync($"{TraceCalls.PathOf(id)}/versions/2")).Is(HttpStatusCode.NotFound).Code);
        Assert.Equal("trace.version_not_found", (await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 2 })).Is(HttpStatusCode.NotFound).Code);
        Assert.Equal("trace.not_found", (await Client.GetAnswerAsync($"{TraceCalls.PathOf(Guid.CreateVersion7())}/versions")).Is(HttpStatusCode.NotFound).Code);
        (await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { version = 0 })).IsRefusalOf("version");
        (await Client.PostAnswerAsync($"{TraceCalls.PathOf(id)}/revert", new { })).IsRefusalOf("version");
    }

    private static List<JsonElement> Versions(Answer answer) => [.. answer.Body.GetProperty("versions").EnumerateArray()];
}
