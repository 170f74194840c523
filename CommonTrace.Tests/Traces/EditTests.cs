using System.Net;
using System.Text.Json;
using CommonTrace.Core.Embeddings;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Traces;

public sealed class EditTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task An_edit_changes_what_it_names_and_nothing_else()
    {
        var before = await ContributeAsync();

        var answer = (await Client.PatchAsync(before.Id(), new { solution_text = "Share one pool, and close it." })).Is(HttpStatusCode.OK);

        Assert.Equal(("Share one pool, and close it.", 2), (answer.Body.Text("solution_text"), answer.Body.Version()));
        Assert.Equal("\"2\"", answer.Tag());
        foreach (var field in new[] { "title", "context_text", "tags", "metadata_json", "review_after", "watch_condition", "created_at", "contributor_id" })
        {
            Assert.Equal((field, before.GetProperty(field).ToString()), (field, answer.Body.GetProperty(field).ToString()));
        }

        var read = await Client.ReadAsync(before.Id());
        Assert.Equal((answer.Body.Text("solution_text"), answer.Body.Version(), answer.Body.Text("updated_at")), (read.Text("solution_text"), read.Version(), read.Text("updated_at")));
    }

    [Fact]
    public async Task Null_clears_what_need_not_be_there()
    {
        var id = (await ContributeAsync()).Id();

        var answer = (await Client.PatchAsync(id, new { metadata_json = (object?)null, review_after = (object?)null, watch_condition = (object?)null })).Is(HttpStatusCode.OK);

        Assert.All(
            new[] { "metadata_json", "review_after", "watch_condition" },
            field => Assert.Equal((field, JsonValueKind.Null), (field, answer.Body.GetProperty(field).ValueKind)));
    }

    [Fact]
    public async Task Null_is_refused_for_what_must_be_there()
    {
        var id = (await ContributeAsync()).Id();
        var nothing = new { title = (string?)null, context_text = (string?)null, solution_text = (string?)null, tags = (string?)null };

        var answer = await Client.PatchAsync(id, nothing);

        answer.IsRefusalOf("title", "context_text", "solution_text", "tags");
        Assert.Equal(1, (await Client.ReadAsync(id)).Version());
    }

    [Fact]
    public async Task Everything_that_can_change_can_change_at_once()
    {
        var id = (await ContributeAsync()).Id();
        var title = $"Another title {id}";

        var answer = (await Client.PatchAsync(id, new
        {
            title,
            context_text = "Another context.",
            solution_text = "Another solution.",
            tags = new[] { "Another Tag", "another-tag", "no tag!" },
            metadata_json = new { other = true },
            review_after = "2040-01-02T03:04:05+02:00",
            watch_condition = "Another release.",
        })).Is(HttpStatusCode.OK);

        Assert.Equal((title, "Another context.", "Another solution."), (answer.Body.Text("title"), answer.Body.Text("context_text"), answer.Body.Text("solution_text")));
        Assert.Equal(["another-tag"], answer.Texts("tags"));
        Assert.Equal(["no tag!"], answer.Texts("dropped_tags"));
        Assert.Equal(("""{"other":true}""", "Another release."), (answer.Body.GetProperty("metadata_json").GetRawText(), answer.Body.Text("watch_condition")));
        Assert.Equal(DateTimeOffset.Parse("2040-01-02T01:04:05Z", null), answer.Body.GetProperty("review_after").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_changes_nothing_makes_no_version()
    {
        var before = await ContributeAsync();

        foreach (var edit in new object[]
        {
            new { }, new { title = before.Text("title") }, new { tags = new[] { "POOL", "postgres" } }, new { metadata_json = new { a = 1, b = new[] { 2 } } },
            new { review_after = before.GetProperty("review_after") },
        })
        {
            var answer = (await Client.PatchAsync(before.Id(), edit)).Is(HttpStatusCode.OK);
            Assert.Equal((JsonSerializer.Serialize(edit), 1), (JsonSerializer.Serialize(edit), answer.Body.Version()));
        }

        Assert.Equal(0L, await App.SqlAsync("select count(*) from trace_versions where trace_id = $1", before.Id()));
    }

    [Theory]
    [InlineData("title", 200)]
    [InlineData("context_text", 50_000)]
    [InlineData("solution_text", 50_000)]
    [InlineData("watch_condition", 500)]
    public async Task Lengths_are_those_of_a_contribution(string field, int most)
    {
        var id = (await ContributeAsync()).Id();

        foreach (var length in new[] { most - 1, most })
        {
            (await Client.PatchAsync(id, Field(field, string.Concat(Enumerable.Repeat("🚀", length))))).Is(HttpStatusCode.OK);
        }

        (await Client.PatchAsync(id, Field(field, string.Concat(Enumerable.Repeat("🚀", most + 1))))).IsRefusalOf(field);
        (await Client.PatchAsync(id, Field(field, " "))).IsRefusalOf(field);
        Assert.Equal(3, (await Client.ReadAsync(id)).Version());
    }

    [Fact]
    public async Task Tags_and_metadata_have_the_limits_of_a_contribution()
    {
        var id = (await ContributeAsync()).Id();

        (await Client.PatchAsync(id, new { tags = Enumerable.Range(0, 20).Select(number => $"tag-{number}") })).Is(HttpStatusCode.OK);
        (await Client.PatchAsync(id, new { tags = Enumerable.Range(0, 21).Select(number => $"tag-{number}") })).IsRefusalOf("tags");
        (await Client.PatchAsync(id, new { metadata_json = new { note = new string('x', (10 * 1024) - """{"note":""}""".Length) } })).Is(HttpStatusCode.OK);
        (await Client.PatchAsync(id, new { metadata_json = new { note = new string('x', (10 * 1024) - """{"note":""}""".Length + 1) } })).IsRefusalOf("metadata_json");
        (await Client.PatchAsync(id, new { metadata_json = new[] { 1 } })).IsRefusalOf("metadata_json");
        (await Client.PatchAsync(id, new { title = 7 })).IsRefusalOf("title");
    }

    [Fact]
    public async Task The_same_content_as_another_trace_is_refused_naming_it()
    {
        var (one, other) = (await ContributeAsync(), await ContributeAsync());

        var answer = (await Client.PatchAsync(one.Id(), new { title = other.Text("title"), tags = Array.Empty<string>() })).Is(HttpStatusCode.Conflict);

        Assert.Equal("trace.duplicate", answer.Code);
        Assert.Contains($"{other.Id()}", answer.Detail, StringComparison.Ordinal);
        var read = await Client.ReadAsync(one.Id());
        Assert.Equal((one.Text("title"), one.GetProperty("tags").ToString(), 1), (read.Text("title"), read.GetProperty("tags").ToString(), read.Version()));
    }

    [Fact]
    public async Task Words_follow_at_once_and_the_vector_soon()
    {
        var id = await Client.ContributeAsync("A kangaroo in the pool", "It hopped.", "old-tag");
        await EmbeddedAsync(id);

        var answer = (await Client.PatchAsync(id, new { title = "A wombat in the pool", tags = new[] { "new-tag" } })).Is(HttpStatusCode.OK);

        Assert.Contains(answer.Body.GetProperty("embedding").Text("status"), new[] { "pending", "processing" });
        Assert.Empty((await Client.SearchAsync(new { q = "kangaroo", mode = "keyword" })).Found);
        Assert.Equal([id], (await Client.SearchAsync(new { q = "wombat", mode = "keyword", tags = new[] { "new-tag" } })).Found);
        Assert.Empty((await Client.SearchAsync(new { tags = new[] { "old-tag" } })).Found);
        await EmbeddedAsync(id);
        var hash = EmbeddingText.Hash("A wombat in the pool", "It hopped.", "See above.");
        Assert.Equal(true, await App.SqlAsync(
            "select content_hash = $2 and embedding_hash = $2 and solution_hash = sha256('See above.') and (select words is not null from trace_search where trace_id = id) from traces where id = $1", id, hash));
    }

    [Fact]
    public async Task An_edit_of_tags_alone_asks_for_no_embedding()
    {
        var id = await Client.ContributeAsync("A kangaroo in the sea");
        await EmbeddedAsync(id);

        (await Client.PatchAsync(id, new { tags = new[] { "sea" } })).Is(HttpStatusCode.OK);

        Assert.Equal(1L, await App.SqlAsync("select count(*) from embedding_jobs where trace_id = $1", id));
        Assert.Equal([id], (await Client.SearchAsync(new { q = "kangaroo", mode = "keyword", tags = new[] { "sea" } })).Found);
    }

    private async Task<JsonElement> ContributeAsync()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(
            ("tags", new[] { "postgres", "pool" }), ("metadata_json", new { b = new[] { 2 }, a = 1 }), ("review_after", "2039-05-06T07:08:09Z"), ("watch_condition", "A release.")));
        Assert.Equal("\"1\"", answer.Is(HttpStatusCode.Accepted).Tag());
        await EmbeddedAsync(answer.Id);
        return await Client.ReadAsync(answer.Id);
    }

    private Task EmbeddedAsync(Guid id) => Eventually.TrueAsync(async () => (await Client.ReadAsync(id)).GetProperty("embedding").Text("status") == "completed");

    private static Dictionary<string, string> Field(string name, string value) => new() { [name] = value };
}
