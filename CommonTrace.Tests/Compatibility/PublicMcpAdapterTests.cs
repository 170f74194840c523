using System.Text.Json;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Compatibility;

/// <summary>The six tools of the public MCP adapter over <c>httpx</c>: what each sends, and of which type each field is that it formats.</summary>
public sealed class PublicMcpAdapterTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("{\"q\":\"pool exhausted\",\"tags\":[],\"limit\":10}")]
    [InlineData("{\"q\":null,\"tags\":[\"postgres\"],\"limit\":10,\"context\":{\"language\":\"python\"},\"include_expired\":false}")]
    public async Task Search_traces_formats_numbers_whatever_ran(string body)
    {
        var id = await ContributeAsync();

        var answer = await CallAsync("POST", "/api/v1/traces/search", JsonElement.Parse(body));

        var hit = answer.Body.GetProperty("results")[0];
        Assert.Equal((200, id), (answer.Status, hit.GetProperty("id").GetString()));
        Assert.All(["similarity_score", "trust_score", "retrieval_count"], field => Assert.Equal(JsonValueKind.Number, hit.GetProperty(field).ValueKind));
        Assert.All(["title", "context_text", "solution_text"], field => Assert.Equal(JsonValueKind.String, hit.GetProperty(field).ValueKind));
        Assert.All(["tags", "related_traces"], field => Assert.Equal(JsonValueKind.Array, hit.GetProperty(field).ValueKind));
        Assert.Equal(JsonValueKind.Number, answer.Body.GetProperty("total").ValueKind);
    }

    [Fact]
    public async Task Contribute_trace_names_what_it_replaces_and_search_tells_the_relationship()
    {
        var older = await ContributeAsync();
        var newer = await CallAsync("POST", "/api/v1/traces", Submission(
            ("supersedes_trace_id", older), ("review_after", "2030-01-01T00:00:00Z"), ("watch_condition", "when Npgsql 11 ships"), ("solution_text", "Use the shared data source.")));

        var found = await CallAsync("POST", "/api/v1/traces/search", new { q = (string?)null, tags = new[] { "postgres" }, limit = 10 });

        var related = found.Body.GetProperty("results").EnumerateArray().Single(hit => hit.GetProperty("id").GetString() == older).GetProperty("related_traces")[0];
        Assert.Equal((202, "pending"), (newer.Status, newer.Text("status")));
        Assert.Equal(("superseded_by", newer.Text("id")), (related.GetProperty("relationship_type").GetString(), related.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.String, related.GetProperty("title").ValueKind);
    }

    [Fact]
    public async Task Get_trace_formats_what_it_reads()
    {
        var id = await ContributeAsync();

        var answer = await CallAsync("GET", $"/api/v1/traces/{id}", body: null);

        Assert.Equal(200, answer.Status);
        Assert.All(["title", "status", "context_text", "solution_text"], field => Assert.Equal(JsonValueKind.String, answer.Body.GetProperty(field).ValueKind));
        Assert.Equal(JsonValueKind.Number, answer.Body.GetProperty("trust_score").ValueKind);
    }

    [Fact]
    public async Task Vote_trace_reads_back_the_vote()
    {
        var id = await ContributeAsync();
        var (_, voter) = await Tenant.CreatePersonAsync(established: false);

        var answer = await PythonClient.HttpxAsync(
            App.ApiAddress, "POST", $"/api/v1/traces/{id}/votes", KeyOf(voter),
            new { vote_type = "down", feedback_tag = "outdated", feedback_text = "Not since version 9.", voter_context = new { language = "python", os = "linux" } });

        Assert.Equal((201, "down", id), (answer.Status, answer.Text("vote_type"), answer.Text("trace_id")));
    }

    [Fact]
    public async Task List_tags_sorts_texts()
    {
        await ContributeAsync();

        var answer = await CallAsync("GET", "/api/v1/tags", body: null);

        Assert.Equal(["postgres"], answer.Body.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));
    }

    [Fact]
    public async Task Amend_trace_reads_back_the_amendment_and_its_trace()
    {
        var id = await ContributeAsync();

        var answer = await CallAsync("POST", $"/api/v1/traces/{id}/amendments", new { improved_solution = "Share one data source.", explanation = "It pools by itself." });

        Assert.Equal((201, id), (answer.Status, answer.Text("original_trace_id")));
        Assert.True(Guid.TryParse(answer.Text("id"), out _));
    }

    [Fact]
    public async Task Failures_carry_a_sentence()
    {
        var answer = await CallAsync("GET", $"/api/v1/traces/{Guid.CreateVersion7()}", body: null);

        Assert.Equal(404, answer.Status);
        Assert.NotEmpty(answer.Text("detail"));
    }

    private async Task<string> ContributeAsync() => (await CallAsync("POST", "/api/v1/traces", Submission())).Text("id");

    private Task<PythonAnswer> CallAsync(string method, string path, object? body) =>
        PythonClient.HttpxAsync(App.ApiAddress, method, path, KeyOf(Client), body);

    private static string KeyOf(HttpClient client) => client.DefaultRequestHeaders.GetValues("X-API-Key").Single();
}
