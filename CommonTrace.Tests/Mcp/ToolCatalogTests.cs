using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>What an agent is told of the tools before it calls one.</summary>
public sealed class ToolCatalogTests(TestApp app) : IAsyncLifetime
{
    private HttpClient _http = null!;
    private Agent _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _http = app.CreateClient(key: null);
        _agent = await Agent.ConnectAsync(_http);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _http.Dispose();
    }

    [Theory]
    [InlineData("search_traces", true, false, true, "query tags limit context include_expired detail token_budget", "")]
    [InlineData("get_trace", true, false, true, "trace_id", "trace_id")]
    [InlineData("my_traces", true, false, true, "status limit cursor", "")]
    [InlineData("list_tags", true, false, true, "", "")]
    [InlineData("contribute_trace", false, false, true, "title context_text solution_text tags supersedes_trace_id review_after watch_condition", "title context_text solution_text")]
    [InlineData("vote_trace", false, false, true, "trace_id vote_type feedback_tag feedback_text voter_context", "trace_id vote_type")]
    [InlineData("report_outcome", false, false, true, "trace_id solved note", "trace_id solved")]
    [InlineData("flag_trace", false, false, true, "trace_id reason category", "trace_id reason category")]
    [InlineData("amend_trace", false, false, false, "trace_id improved_solution explanation", "trace_id improved_solution explanation")]
    [InlineData("delete_trace", false, true, true, "trace_id", "trace_id")]
    public async Task Each_tool_tells_its_arguments_and_what_it_does(string name, bool reads, bool destroys, bool repeats, string arguments, string required)
    {
        var tool = await _agent.ToolAsync(name);

        Assert.Equal(
            (reads, destroys, repeats, false),
            (tool.Annotations!.ReadOnlyHint, tool.Annotations.DestructiveHint, tool.Annotations.IdempotentHint, tool.Annotations.OpenWorldHint));
        Assert.Equal(arguments, string.Join(' ', Properties(tool.InputSchema).Select(argument => argument.Name)));
        Assert.Equal(required, tool.InputSchema.TryGetProperty("required", out var needed) ? string.Join(' ', needed.EnumerateArray()) : "");
        Assert.False(tool.InputSchema.GetProperty("additionalProperties").GetBoolean());
        Assert.NotNull(tool.Title);
        Assert.StartsWith("Call this", tool.Description, StringComparison.Ordinal);
        Assert.All(Properties(tool.InputSchema), argument =>
        {
            Assert.NotEqual("", argument.Value.GetProperty("description").GetString());
            Assert.Equal(JsonValueKind.String, argument.Value.GetProperty("type").ValueKind);
        });
        Assert.Equal("object", tool.OutputSchema!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Ten_tools_are_all()
    {
        Assert.Equal(10, (await _agent.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Arguments_tell_their_limits()
    {
        var search = (await _agent.ToolAsync("search_traces")).InputSchema.GetProperty("properties");
        var vote = (await _agent.ToolAsync("vote_trace")).InputSchema.GetProperty("properties");
        var contribute = (await _agent.ToolAsync("contribute_trace")).InputSchema.GetProperty("properties");

        Assert.Equal((1, 50, 10), (Number(search, "limit", "minimum"), Number(search, "limit", "maximum"), Number(search, "limit", "default")));
        Assert.Equal("string", search.GetProperty("tags").GetProperty("items").GetProperty("type").GetString());
        Assert.Equal((2000, 10), (Number(search, "query", "maxLength"), Number(search, "tags", "maxItems")));
        Assert.Equal("""["brief","full"]""", search.GetProperty("detail").GetProperty("enum").GetRawText());
        Assert.Equal("""["outdated","wrong","security_concern","spam"]""", vote.GetProperty("feedback_tag").GetProperty("enum").GetRawText());
        Assert.Equal((1, 200), (Number(contribute, "title", "minLength"), Number(contribute, "title", "maxLength")));
        Assert.Equal("uuid", contribute.GetProperty("supersedes_trace_id").GetProperty("format").GetString());
        Assert.Equal("date-time", contribute.GetProperty("review_after").GetProperty("format").GetString());
    }

    [Fact]
    public void The_server_says_how_to_use_it()
    {
        Assert.Equal(("commontrace", "CommonTrace"), (_agent.Client.ServerInfo!.Name, _agent.Client.ServerInfo.Title));
        Assert.Contains("search_traces first", _agent.Client.ServerInstructions, StringComparison.Ordinal);
    }

    private static int Number(JsonElement properties, string argument, string limit) => properties.GetProperty(argument).GetProperty(limit).GetInt32();

    private static JsonElement.ObjectEnumerator Properties(JsonElement schema) => schema.GetProperty("properties").EnumerateObject();
}
