using System.Net;
using System.Text;

namespace CommonTrace.Tests.Mcp;

/// <summary>Headers and body agree, so that whoever routes by the headers routes what is served.</summary>
public sealed class McpHeaderTests(McpHost host) : IClassFixture<McpHost>
{
    private const string Who = """{ "name": "who" }""";
    private const string Greet = """{ "name": "grüße" }""";

    private readonly HttpClient _client = host.CreateClient();

    [Theory]
    [InlineData("Mcp-Method", null)]
    [InlineData("Mcp-Method", "tools/list")]
    [InlineData("Mcp-Method", "Tools/Call")]
    [InlineData("Mcp-Name", null)]
    [InlineData("Mcp-Name", "wait")]
    [InlineData("Mcp-Name", "who, who")]
    [InlineData("Mcp-Name", "=?base64?d2hv!?=")]
    [InlineData("Mcp-Name", "=?base64?d2FpdA==?=")]
    [InlineData(McpCalls.Version, "2025-11-25")]
    [InlineData(McpCalls.Version, null)]
    public async Task A_header_that_is_missing_or_says_another_thing_is_refused(string header, string? value)
    {
        var answer = await _client.AskAsync(McpCalls.Newest, "tools/call", Who, (header, value));

        answer.IsRefusal(HttpStatusCode.BadRequest, -32020);
        Assert.Equal(7, answer.Message.GetProperty("id").GetInt32());
        Assert.Contains(header, answer.Error.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_name_may_be_wrapped_in_base64_and_must_be_when_ASCII_cannot_carry_it()
    {
        var plain = await _client.AskAsync(McpCalls.Newest, "tools/call", Who, ("Mcp-Name", Wrapped("who")));
        var foreign = await _client.AskAsync(McpCalls.Newest, "prompts/get", Greet, ("Mcp-Name", Wrapped("grüße")));
        var other = await _client.AskAsync(McpCalls.Newest, "prompts/get", Greet, ("Mcp-Name", "gr?sse"));

        plain.Is(HttpStatusCode.OK);
        Assert.Equal("Grüße", foreign.Is(HttpStatusCode.OK).Result.GetProperty("messages")[0].GetProperty("content").GetProperty("text").GetString());
        other.IsRefusal(HttpStatusCode.BadRequest, -32020);
    }

    [Theory]
    [InlineData("prompts/get", """{ "name": "p" }""")]
    [InlineData("resources/read", """{ "uri": "trace://1" }""")]
    public async Task Prompts_and_resources_are_named_too(string method, string parameters) =>
        (await _client.AskAsync(McpCalls.Newest, method, parameters, ("Mcp-Name", "other"))).IsRefusal(HttpStatusCode.BadRequest, -32020);

    [Theory]
    [InlineData("")]
    [InlineData("""{ "io.modelcontextprotocol/protocolVersion": "2026-07-28" }""")]
    [InlineData("""{ "io.modelcontextprotocol/clientCapabilities": {} }""")]
    [InlineData("""{ "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": "none" }""")]
    [InlineData("""{ "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}, "io.modelcontextprotocol/clientInfo": "me" }""")]
    public async Task The_newest_version_says_in_each_request_who_asks_and_what_for(string meta)
    {
        var parameters = meta.Length == 0 ? "{}" : $$"""{ "_meta": {{meta}} }""";

        var answer = await _client.PostMcpAsync(McpCalls.Body("", "tools/list", parameters), (McpCalls.Version, McpCalls.Newest), ("Mcp-Method", "tools/list"));

        answer.IsRefusal(HttpStatusCode.BadRequest, -32602);
    }

    [Fact]
    public async Task A_client_need_not_name_itself()
    {
        const string Meta = """{ "_meta": { "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {} } }""";

        var answer = await _client.PostMcpAsync(McpCalls.Body("", "tools/list", Meta), (McpCalls.Version, McpCalls.Newest), ("Mcp-Method", "tools/list"));

        answer.Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_notification_is_held_to_what_it_says()
    {
        const string Note = """{ "jsonrpc": "2.0", "method": "notifications/cancelled" }""";

        var bare = await _client.PostMcpAsync(Note, (McpCalls.Version, McpCalls.Newest));
        var other = await _client.PostMcpAsync(Note, (McpCalls.Version, McpCalls.Newest), ("Mcp-Method", "tools/call"));

        bare.Is(HttpStatusCode.Accepted);
        other.IsRefusal(HttpStatusCode.BadRequest, -32020);
    }

    [Fact]
    public async Task The_handshake_and_its_header_agree()
    {
        var answer = await _client.AskAsync("2025-06-18", "initialize", McpCalls.Greeting("2025-11-25"));

        answer.IsRefusal(HttpStatusCode.BadRequest, -32020);
    }

    private static string Wrapped(string name) => $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=";
}
