using System.Net;

namespace CommonTrace.Tests.Mcp;

/// <summary>Every version of the protocol is spoken as it is written.</summary>
public sealed class McpVersionTests(McpHost host) : IClassFixture<McpHost>
{
    public static readonly TheoryData<string> WithHandshake = ["2025-03-26", "2025-06-18", "2025-11-25"];
    public static readonly TheoryData<string> All = [.. WithHandshake.Select(row => row.Data), McpCalls.Newest];

    private readonly HttpClient _client = host.CreateClient();

    [Theory]
    [MemberData(nameof(WithHandshake))]
    public async Task A_client_and_the_server_shake_hands(string version)
    {
        var first = await _client.PostMcpAsync(McpCalls.Body(version, "initialize", McpCalls.Greeting(version)));
        var ready = await _client.PostMcpAsync("""{ "jsonrpc": "2.0", "method": "notifications/initialized" }""", (McpCalls.Version, version));

        Assert.Equal(version, first.Is(HttpStatusCode.OK).Result.GetProperty("protocolVersion").GetString());
        Assert.Equal("small", first.Result.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.False(first.Headers.Contains("Mcp-Session-Id"));
        Assert.Equal(("", null), (ready.Is(HttpStatusCode.Accepted).Text, ready.MediaType));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Tools_are_listed_and_called(string version)
    {
        var listed = await _client.AskAsync(version, "tools/list");
        var called = await _client.AskAsync(version, "tools/call", """{ "name": "who" }""", ("X-Visitor", "Ada"));

        Assert.Equal(["wait", "who"], listed.Is(HttpStatusCode.OK).Result.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).Order());
        Assert.Equal("Ada Ada", called.Is(HttpStatusCode.OK).ToolText);
        Assert.Equal(7, called.Message.GetProperty("id").GetInt32());
        Assert.Equal("text/event-stream", called.MediaType);
        Assert.Equal(("no", true), (called.Headers.GetValues("X-Accel-Buffering").Single(), called.Headers.CacheControl?.NoStore));
    }

    [Fact]
    public async Task Whoever_names_no_version_is_served()
    {
        var listed = await _client.PostMcpAsync(McpCalls.Body("", "tools/list"));

        Assert.Equal(2, listed.Is(HttpStatusCode.OK).Result.GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public async Task The_newest_version_begins_with_no_handshake()
    {
        var discovered = await _client.AskAsync(McpCalls.Newest, "server/discover");
        var handshake = await _client.AskAsync(McpCalls.Newest, "initialize", McpCalls.Greeting(McpCalls.Newest));

        Assert.Equal([McpCalls.Newest], discovered.Is(HttpStatusCode.OK).Result.GetProperty("supportedVersions").EnumerateArray().Select(version => version.GetString()));
        Assert.Equal("complete", discovered.Result.GetProperty("resultType").GetString());
        Assert.False(discovered.Headers.Contains("Mcp-Session-Id"));
        Assert.Equal(-32601, handshake.Is(HttpStatusCode.NotFound).Error.GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("1900-01-01")]
    [InlineData("2027-01-01")]
    [InlineData("2025-06-18, 2025-06-18")]
    public async Task A_version_that_is_not_spoken_is_refused_with_one_that_is(string version)
    {
        var answer = await _client.AskAsync(version, "tools/list");

        answer.IsRefusal(HttpStatusCode.BadRequest, -32022);
        Assert.Equal((7, version), (answer.Message.GetProperty("id").GetInt32(), answer.Error.GetProperty("data").GetProperty("requested").GetString()));
        Assert.Equal([McpCalls.Newest], answer.Error.GetProperty("data").GetProperty("supported").EnumerateArray().Select(spoken => spoken.GetString()));
    }

    [Theory]
    [InlineData("2025-03-26", HttpStatusCode.OK)]
    [InlineData("2025-11-25", HttpStatusCode.OK)]
    [InlineData(McpCalls.Newest, HttpStatusCode.NotFound)]
    public async Task A_method_that_is_not_there_is_404_in_the_newest_version(string version, HttpStatusCode status)
    {
        var answer = await _client.AskAsync(version, "tools/brew");

        Assert.Equal((-32601, 7), (answer.Is(status).Error.GetProperty("code").GetInt32(), answer.Message.GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("logging/setLevel")]
    [InlineData("resources/subscribe")]
    public async Task Methods_that_the_newest_version_removed_are_not_there(string method)
    {
        var answer = await _client.AskAsync(McpCalls.Newest, method);

        Assert.Equal(-32601, answer.Is(HttpStatusCode.NotFound).Error.GetProperty("code").GetInt32());
    }
}
