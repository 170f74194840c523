using System.Net;

namespace CommonTrace.Tests.Mcp;

/// <summary>What HTTP asks of a POST, whatever the version.</summary>
public sealed class McpTransportTests(McpHost host) : IClassFixture<McpHost>
{
    private static readonly string List = McpCalls.Body("", "tools/list");

    private readonly HttpClient _client = host.CreateClient();

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Only_POST_is_taken(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp");
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");

        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, Assert.Single(answer.Content.Headers.Allow)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    [InlineData("text/html, application/json")]
    public async Task A_client_must_take_JSON_and_events(string? accept) =>
        (await _client.PostMcpAsync(List, ("Accept", accept))).IsRefusal(HttpStatusCode.NotAcceptable, -32600);

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/event-stream;q=0.5, application/json, text/html")]
    public async Task A_client_may_take_more(string accept) => (await _client.PostMcpAsync(List, ("Accept", accept))).Is(HttpStatusCode.OK);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_is_not_sent_as_JSON_is_refused(string? type) =>
        (await _client.PostMcpAsync(List, ("Content-Type", type))).Is(HttpStatusCode.UnsupportedMediaType);

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("tools/list", -32700)]
    [InlineData("null", -32600)]
    [InlineData("3", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": null, "method": "tools/list" }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": 3 }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": "\ud800" }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": "initialize", "params": [] }""", -32600)]
    public async Task What_is_no_message_is_refused(string body, int code) => (await _client.PostMcpAsync(body)).IsRefusal(HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("""{ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 7 } }""")]
    [InlineData("""{ "jsonrpc": "2.0", "method": "notifications/of_somebody" }""")]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "result": {} }""")]
    public async Task What_asks_for_no_answer_is_accepted(string body)
    {
        var answer = (await _client.PostMcpAsync(body)).Is(HttpStatusCode.Accepted);

        Assert.Equal(("", null), (answer.Text, answer.MediaType));
    }

    [Theory]
    [InlineData("2025-03-26", HttpStatusCode.BadRequest)]
    [InlineData("2025-11-25", HttpStatusCode.BadRequest)]
    [InlineData(McpCalls.Newest, HttpStatusCode.OK)]
    public async Task There_are_no_sessions(string version, HttpStatusCode status)
    {
        var answer = (await _client.AskAsync(version, "tools/list", "{}", ("Mcp-Session-Id", "mine"))).Is(status);

        Assert.False(answer.Headers.Contains("Mcp-Session-Id"));
    }
}
