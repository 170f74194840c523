using System.Text.Json.Nodes;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Cli;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CommonTrace.Tests.Mcp;

/// <summary><c>commontrace mcp</c> as clients start it, in front of a server that is told what to say.</summary>
public sealed class StdioServerTests(TestApp app)
{
    // Nothing listens there.
    private static readonly Uri Away = new("http://127.0.0.1:9");

    [Theory]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task A_session_begins_while_the_server_is_away(string version)
    {
        using var session = await StdioSession.BeginAsync(Away, version: version);

        var tools = (await session.AskAsync("tools/list"))["result"]!["tools"]!.AsArray();
        var prompts = (await session.AskAsync("prompts/list"))["result"]!["prompts"]!.AsArray();
        var answer = await session.CallAsync("search_traces", new JsonObject { ["query"] = "a timeout" });

        Assert.Contains("search_traces", tools.Select(tool => (string?)tool!["name"]));
        Assert.Contains("before_you_debug", prompts.Select(prompt => (string?)prompt!["name"]));
        AssertFailed(answer, "server.unreachable", "What to do: ");
    }

    [Fact]
    public async Task The_newest_version_needs_no_handshake_and_no_server_to_begin()
    {
        using var session = new StdioSession(Away);

        var discovered = (await session.AskAsync("server/discover", Modern([])))["result"]!;
        var tools = (await session.AskAsync("tools/list", Modern([])))["result"]!;

        Assert.Equal(["2026-07-28"], discovered["supportedVersions"]!.AsArray().Select(version => (string?)version));
        Assert.Equal("complete", (string?)tools["resultType"]);
        Assert.NotEmpty(tools["tools"]!.AsArray());
    }

    [Fact]
    public async Task What_the_server_says_arrives_as_it_is()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        var said = JsonNode.Parse("""
            {"content":[{"type":"text","text":"ä <b>","later":1}],"structuredContent":{"deep":[null,1.50]},"_meta":{"x/y":true},"unheardOf":{"a":[]}}
            """)!.AsObject();
        server.Answer = (context, message) => ScriptedMcpServer.ResultAsync(context, message, said.DeepClone().AsObject());
        using var session = await StdioSession.BeginAsync(server.Address, version: "2025-06-18");

        var answer = await session.CallAsync("get_trace", new JsonObject { ["trace_id"] = "1", ["unknown"] = new JsonArray(2) });

        Assert.True(JsonNode.DeepEquals(said, answer), answer.ToJsonString());
        var post = Assert.Single(server.Posts);
        Assert.Equal("""{"name":"get_trace","arguments":{"trace_id":"1","unknown":[2]}}""", post.Message["params"]!.ToJsonString());
        Assert.Equal(("ct_test", "2025-06-18"), (post.Header("X-API-Key"), post.Header("MCP-Protocol-Version")));
        Assert.Equal(("tools/call", "get_trace"), (post.Header("Mcp-Method"), post.Header("Mcp-Name")));
        Assert.Equal("application/json, text/event-stream", post.Header("Accept"));
    }

    [Fact]
    public async Task An_answer_may_come_as_a_stream_of_events()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = async (context, message) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(": hello\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}\n\n");
            await context.Response.WriteAsync($"event: message\ndata: {{\"jsonrpc\":\"2.0\",\"id\":{message["id"]},\"result\":{{\"contents\":[]}}}}\n\n");
        };
        using var session = await StdioSession.BeginAsync(server.Address);

        var answer = await session.AskAsync("resources/read", new JsonObject { ["uri"] = "tags://all" });

        Assert.Equal("""{"contents":[]}""", answer["result"]!.ToJsonString());
    }

    [Fact]
    public async Task The_servers_own_lists_win_and_are_kept_when_it_goes()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        var list = """{"tools":[{"name":"brand_new","inputSchema":{"type":"object"}}]}""";
        server.Answer = (context, message) => ScriptedMcpServer.ResultAsync(context, message, JsonNode.Parse(list)!.AsObject());
        using var session = await StdioSession.BeginAsync(server.Address);

        var live = await session.AskAsync("tools/list");
        server.Answer = ScriptedMcpServer.Problem(500, "server.error", "It broke.");
        var kept = await session.AskAsync("tools/list");

        Assert.Equal(list, live["result"]!.ToJsonString());
        Assert.Equal(list, kept["result"]!.ToJsonString());
    }

    [Fact]
    public async Task A_cancelled_call_is_taken_back_from_the_server()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        var (arrived, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.Answer = ScriptedMcpServer.Hang(arrived, left);
        using var session = await StdioSession.BeginAsync(server.Address);

        var id = await session.SendAsync("tools/call", new JsonObject { ["name"] = "search_traces" });
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await session.WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/cancelled", ["params"] = new JsonObject { ["requestId"] = id } });

        await left.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task It_ends_when_its_input_does_also_in_the_middle_of_a_call()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        var arrived = new TaskCompletionSource();
        server.Answer = ScriptedMcpServer.Hang(arrived);
        using var session = await StdioSession.BeginAsync(server.Address);
        await session.SendAsync("tools/call", new JsonObject { ["name"] = "search_traces" });
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        var ended = await session.EndAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
    }

    [Fact]
    public async Task A_login_takes_effect_in_a_session_that_has_begun()
    {
        var tenant = await app.CreateTenantAsync();
        using var session = await StdioSession.BeginAsync(app.ApiAddress, key: null);

        AssertFailed(await session.CallAsync("list_tags"), "auth.missing_key", "commontrace login");
        Assert.Equal(0, (await session.Cli.RunWithInputAsync(await tenant.CreateKeyAsync(Scopes.Read), "login")).ExitCode);
        var answer = await session.CallAsync("list_tags");

        Assert.Equal(0, (int?)answer["structuredContent"]!["total"]);
    }

    [Fact]
    public async Task The_definitions_that_it_comes_with_are_the_servers()
    {
        using var cli = new CliProcess(app);
        var file = Path.Combine(Repository.Root.FullName, "CommonTrace.Cli", "Mcp", "definitions.json");

        var written = await cli.RunAsync("mcp", "--definitions");

        Assert.Equal(0, written.ExitCode);
        Assert.True(
            written.Output.TrimEnd() == (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd(),
            "The server offers something else by now: commontrace mcp --definitions > CommonTrace.Cli/Mcp/definitions.json");
    }

    internal static void AssertFailed(JsonNode result, string code, string words)
    {
        var text = (string?)result["content"]![0]!["text"];
        Assert.True((bool?)result["isError"]);
        Assert.StartsWith($"{code}: ", text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.Equal(code, (string?)result["structuredContent"]!["code"]);
    }

    private static JsonObject Modern(JsonObject parameters)
    {
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
        };
        return parameters;
    }
}
