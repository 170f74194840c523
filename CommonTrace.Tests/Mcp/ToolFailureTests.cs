using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>Failures of tools are results that an agent can act on.</summary>
public sealed class ToolFailureTests(TestApp app) : IAsyncLifetime
{
    private static readonly string Trace = "0198c1c2-0000-7000-8000-000000000000";

    private TestTenant _tenant = null!;
    private HttpClient _http = null!;
    private Agent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await app.CreateTenantAsync();
        _http = await _tenant.CreateContributorAsync();
        _agent = await Agent.ConnectAsync(_http);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _http.Dispose();
    }

    public static TheoryData<string, object, string> BadArguments => new()
    {
        { "get_trace", new { }, "trace_id: is required." },
        { "get_trace", new { trace_id = "" }, "trace_id: is required." },
        { "get_trace", new { trace_id = "abc" }, "trace_id: must be the UUID of a trace; \"abc\" is none." },
        { "get_trace", new { trace_id = 7 }, "trace_id: must be the UUID of a trace; 7 is none." },
        { "get_trace", new { trace_id = Trace, id = 1 }, "id: is no argument of get_trace, which takes trace_id." },
        { "search_traces", new { query = "x", limit = 0 }, "limit: must be from 1 to 50." },
        { "search_traces", new { query = "x", limit = "10" }, "limit: must be a whole number; \"10\" is none." },
        { "search_traces", new { query = "x", limit = 1e10 }, "limit: must be a whole number; 10000000000 is none." },
        { "search_traces", new { query = 5 }, "query: must be a text; 5 is none." },
        { "search_traces", new { query = new string('x', 2001) }, "query: has 2001 characters; at most 2000 are allowed." },
        { "search_traces", new { tags = "python" }, "tags: must be a list of texts; \"python\" is none." },
        { "search_traces", new { tags = new object[] { 1 } }, "tags: must be a list of texts; [1] is none." },
        { "search_traces", new { tags = Enumerable.Range(0, 11).Select(number => $"t{number}") }, "tags: has more than 10 entries." },
        { "search_traces", new { query = "x", context = "linux" }, "context: must be an object; \"linux\" is none." },
        { "search_traces", new { query = "x", detail = "all" }, "detail: must be brief or full." },
        { "search_traces", new { query = "x", token_budget = 10 }, "token_budget: must be from 1000 to 50000." },
        { "search_traces", new { query = "x", include_expired = "yes" }, "include_expired: must be true or false; \"yes\" is none." },
        { "contribute_trace", new { title = "t", solution_text = "s" }, "context_text: is required." },
        { "contribute_trace", new { title = " ", context_text = "c", solution_text = "s" }, "title: is required." },
        { "contribute_trace", new { title = new string('x', 201), context_text = "c", solution_text = "s" }, "title: has 201 characters; at most 200 are allowed." },
        { "contribute_trace", new { title = "t", context_text = "c", solution_text = "s", review_after = "soon" }, "review_after: must be a time such as 2027-01-31T00:00:00Z; \"soon\" is none." },
        { "contribute_trace", new { title = "t", context_text = "c", solution_text = "a\0b" }, "solution_text: holds a NUL character, which cannot be stored." },
        { "vote_trace", new { trace_id = Trace, vote_type = "sideways" }, "vote_type: must be up or down." },
        { "vote_trace", new { trace_id = Trace, vote_type = "down", feedback_tag = "ugly" }, "feedback_tag: must be outdated, wrong, security_concern or spam." },
        { "report_outcome", new { trace_id = Trace, solved = "yes" }, "solved: must be true or false; \"yes\" is none." },
        { "flag_trace", new { trace_id = Trace, reason = "", category = "spam" }, "reason: is required." },
        { "flag_trace", new { trace_id = Trace, reason = "bad", category = "dull" }, "category: must be harmful, spam, incorrect or duplicate." },
        { "amend_trace", new { trace_id = Trace, improved_solution = "better" }, "explanation: is required." },
        { "my_traces", new { status = "new" }, "status: must be pending or validated." },
        { "my_traces", new { limit = 101 }, "limit: must be from 1 to 100." },
        { "my_traces", new { cursor = "nowhere" }, "cursor: is not a next_cursor of this list; leave it out to begin with the newest." },
        { "delete_trace", new { trace_id = "mine" }, "trace_id: must be the UUID of a trace; \"mine\" is none." },
        { "list_tags", new { tag = "x" }, "tag: is no argument of list_tags, which takes none." },
    };

    [Theory]
    [MemberData(nameof(BadArguments))]
    public async Task Bad_arguments_are_named(string tool, object arguments, string detail)
    {
        var answer = (await _agent.CallAsync(tool, arguments)).Fails("validation.failed");

        Assert.Equal(detail, answer.Detail);
        Assert.True(answer.Structured.GetProperty("errors").TryGetProperty(detail[..detail.IndexOf(':', StringComparison.Ordinal)], out _));
        Assert.Contains("correct what is named above", answer.Text, StringComparison.Ordinal);
        Assert.Empty(SchemaCheck.FaultsOf((await _agent.ToolAsync(tool)).OutputSchema!.Value, answer.Structured));
    }

    [Theory]
    [InlineData("get_trace", "{}")]
    [InlineData("vote_trace", """{"vote_type":"up"}""")]
    [InlineData("report_outcome", """{"solved":true}""")]
    [InlineData("flag_trace", """{"reason":"r","category":"spam"}""")]
    [InlineData("amend_trace", """{"improved_solution":"s","explanation":"e"}""")]
    [InlineData("delete_trace", "{}")]
    public async Task A_trace_that_is_not_there_is_not_asked_for_again(string tool, string arguments)
    {
        var given = System.Text.Json.Nodes.JsonNode.Parse(arguments)!;
        given["trace_id"] = Trace;

        var answer = (await _agent.CallAsync(tool, given)).Fails("trace.not_found");

        Assert.Contains("do not repeat the call", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_refused_by_the_protocol_without_a_word_of_the_exception()
    {
        var call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_traces","arguments":{"query":"a","context":{"os":"\ud800"}}}}""";

        var answer = await RawAsync(_http, call);

        Assert.Contains("\"code\":-32603", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_an_agent_is_told_how_to_get_one()
    {
        using var http = app.CreateClient(key: null);
        await using var stranger = await Agent.ConnectAsync(http);

        var answer = (await stranger.CallAsync("search_traces", new { query = "x" })).Fails("auth.missing_key");

        Assert.Contains("X-API-Key", answer.Text, StringComparison.Ordinal);
        Assert.Contains("go on without CommonTrace", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_may_only_read_is_told_which_scope_is_missing()
    {
        using var http = await _tenant.CreateClientAsync(Scopes.Read);
        await using var reader = await Agent.ConnectAsync(http);

        var contributed = await reader.CallAsync("contribute_trace", new { title = "t", context_text = "c", solution_text = "s" });
        var deleted = await reader.CallAsync("delete_trace", new { trace_id = Trace });
        var found = await reader.CallAsync("search_traces", new { query = "x" });

        Assert.Equal("This call needs a key with the scope contribute.", contributed.Fails("auth.scope_missing").Detail);
        Assert.Equal("This call needs a key with the scope contribute or moderate.", deleted.Fails("auth.scope_missing").Detail);
        found.Ok();
    }

    [Fact]
    public async Task A_secret_is_refused_with_its_place_and_without_its_text()
    {
        var answer = await _agent.CallAsync("contribute_trace", new { title = "t", context_text = "c", solution_text = "line\npassword = \"tr0ub4dor-and-3-horses\"" });

        var refused = answer.Fails("safety.secret_detected");
        Assert.Equal(("solution_text", 2), (refused.Structured.GetProperty("findings")[0].GetProperty("field").GetString(), refused.Structured.GetProperty("findings")[0].GetProperty("line").GetInt32()));
        Assert.DoesNotContain("tr0ub4dor", refused.Text + refused.Structured.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_refuse_is_told_with_their_codes()
    {
        var own = await _agent.ContributeAsync("A trace of my own");
        var reader = await TestPerson.CreateAsync(app, _tenant);
        using var _ = reader.Client;
        await using var other = await Agent.ConnectAsync(reader.Client);
        (await other.CallAsync("vote_trace", new { trace_id = own, vote_type = "up" })).Ok();

        (await _agent.CallAsync("vote_trace", new { trace_id = own, vote_type = "up" })).Fails("vote.own_trace");
        (await other.CallAsync("vote_trace", new { trace_id = own, vote_type = "up" })).Fails("vote.exists");
        (await other.CallAsync("delete_trace", new { trace_id = own })).Fails("trace.not_author");
        Assert.Contains("it does not count", (await _agent.CallAsync("report_outcome", new { trace_id = own, solved = true })).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_shape_spends_no_quota_and_a_spent_quota_is_told()
    {
        await app.SqlAsync("update tenants set max_writes_a_day = 1 where id = $1", _tenant.Id);
        using var http = await _tenant.CreateContributorAsync();
        await using var agent = await Agent.ConnectAsync(http);

        (await agent.CallAsync("contribute_trace", new { title = new string('x', 201), context_text = "c", solution_text = "s" })).Fails("validation.failed");
        await agent.ContributeAsync("Within the quota");
        var refused = (await agent.CallAsync("flag_trace", new { trace_id = Trace, reason = "r", category = "spam" })).Fails("quota.writes");

        Assert.InRange(refused.Structured.GetProperty("retry_after").GetInt64(), 1, 86_400);
    }

    private static async Task<string> RawAsync(HttpClient http, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(message, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
