using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class ContributeTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task A_trace_is_accepted_with_the_job_that_will_embed_it()
    {
        var answer = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted);

        Assert.Equal($"/api/v1/traces/{answer.Id}", answer.Headers.Location?.OriginalString);
        Assert.Equal("pending", answer.Body.GetProperty("status").GetString());
        Assert.NotEmpty(answer.Body.GetProperty("message").GetString()!);
        Assert.Equal("pending", answer.Body.GetProperty("embedding").GetProperty("status").GetString());
        Assert.Equal(
            answer.Body.GetProperty("embedding").GetProperty("job_id").GetGuid(),
            await App.SqlAsync("select id from embedding_jobs where trace_id = $1 and tenant_id = $2", answer.Id, Tenant.Id));
    }

    [Fact]
    public async Task Tags_are_spelled_alike_and_what_is_no_tag_comes_back()
    {
        var tags = new[] { " Post Gres ", "C#", "c++", "c#", "über", "", new string('x', 51), "node.js" };

        var answer = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", tags)))).Is(HttpStatusCode.Accepted);
        var read = await Client.GetAnswerAsync($"{ApiCalls.Traces}/{answer.Id}");

        Assert.Equal(["post-gres", "c#", "c++", "node.js"], answer.Texts("tags"));
        Assert.Equal(["über", "", new string('x', 51)], answer.Texts("dropped_tags"));
        Assert.Equal(["c#", "c++", "node.js", "post-gres"], read.Texts("tags").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tags_are_no_duty()
    {
        var none = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", null)));
        var empty = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", Array.Empty<string>())));

        Assert.Empty(none.Is(HttpStatusCode.Accepted).Texts("tags"));
        Assert.Empty(empty.Is(HttpStatusCode.Accepted).Texts("tags"));
    }

    [Fact]
    public async Task A_trace_is_read_as_it_was_written()
    {
        var submission = Submission(
            ("title", "Größe 🚀 \"quoted\" \\ <b>"), ("context_text", "line\nline\ttab"), ("solution_text", "rtl: \u05e9\u05dc\u05d5\u05dd"),
            ("agent_model", "model"), ("agent_version", "1.2"), ("metadata_json", new { language = "c#", nested = new { depth = 1.5 } }));

        var written = await Client.PostAnswerAsync(ApiCalls.Traces, submission);
        var read = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{written.Id}")).Is(HttpStatusCode.OK).Body;

        foreach (var (field, value) in submission)
        {
            Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(value), read.GetProperty(field)), $"{field}: {read.GetProperty(field)}");
        }

        Assert.Equal((written.Id, Tenant.UserId, "tester"), (Guid(read, "id"), Guid(read, "contributor_id"), read.GetProperty("contributor_name").GetString()));
        Assert.Equal((0m, 0, false), (read.GetProperty("trust_score").GetDecimal(), read.GetProperty("confirmation_count").GetInt32(), read.GetProperty("is_seed").GetBoolean()));
        Assert.InRange(TimeProvider.System.GetUtcNow() - read.GetProperty("created_at").GetDateTimeOffset(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
        Assert.True(read.TryGetProperty("updated_at", out _));
        Assert.Contains(read.GetProperty("embedding").GetProperty("status").GetString(), new[] { "pending", "processing", "completed" });
        Assert.False(read.GetProperty("embedding").TryGetProperty("vector", out _));
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("mood", new { colour = new[] { 1, 2 } }), ("id", 7)));

        answer.Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_unknown_trace_is_not_found()
    {
        var id = System.Guid.CreateVersion7();

        var answer = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{id}")).Is(HttpStatusCode.NotFound);

        Assert.Equal("trace.not_found", answer.Code);
        Assert.Contains(id.ToString(), answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("00000000-0000-0000-0000-00000000000g")]
    [InlineData("'; drop table traces; --")]
    [InlineData("🚀")]
    [InlineData("..%2f..%2fetc")]
    public async Task What_is_no_id_is_not_found(string id)
    {
        var answer = await Client.GetAnswerAsync($"{ApiCalls.Traces}/{Uri.EscapeDataString(id)}");

        Assert.Equal("route.not_found", answer.Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task Another_tenants_trace_is_not_found()
    {
        var other = await App.CreateTenantAsync();
        using var stranger = await other.CreateContributorAsync();

        var written = await Client.PostAnswerAsync(ApiCalls.Traces, Submission());
        var answer = await stranger.GetAnswerAsync($"{ApiCalls.Traces}/{written.Id}");

        Assert.Equal("trace.not_found", answer.Is(HttpStatusCode.NotFound).Code);
    }

    private static Guid Guid(JsonElement body, string field) => body.GetProperty(field).GetGuid();
}
