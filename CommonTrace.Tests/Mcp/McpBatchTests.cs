using System.Net;

namespace CommonTrace.Tests.Mcp;

/// <summary>Batches came with 2025-03-26 and went with 2025-06-18.</summary>
public sealed class McpBatchTests(McpHost host) : IClassFixture<McpHost>
{
    private const string Ping = """{ "jsonrpc": "2.0", "id": "a", "method": "ping" }""";
    private const string Unknown = """{ "jsonrpc": "2.0", "id": "b", "method": "tools/brew" }""";
    private const string Note = """{ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 3 } }""";

    private readonly HttpClient _client = host.CreateClient();

    [Theory]
    [InlineData(null)]
    [InlineData("2025-03-26")]
    public async Task Each_request_of_a_batch_is_answered(string? version)
    {
        var answer = await _client.PostMcpAsync($"[{Ping}, {Note}, {Unknown}]", (McpCalls.Version, version));

        Assert.Equal(["a", "b"], answer.Is(HttpStatusCode.OK).Messages.Select(message => message.GetProperty("id").GetString()));
        Assert.Equal(-32601, answer.Messages[1].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_batch_that_asks_for_no_answer_is_accepted() =>
        Assert.Equal("", (await _client.PostMcpAsync($"[{Note}, {Note}]")).Is(HttpStatusCode.Accepted).Text);

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData(McpCalls.Newest)]
    public async Task Other_versions_have_none(string version) =>
        (await _client.PostMcpAsync($"[{Ping}]", (McpCalls.Version, version))).IsRefusal(HttpStatusCode.BadRequest, -32600);

    [Fact]
    public async Task A_batch_has_one_message_at_least_fifty_at_most_and_no_handshake()
    {
        var most = await _client.PostMcpAsync($"[{string.Join(',', Enumerable.Repeat(Ping, 50))}]");
        string[] refused =
        [
            "[]", $"[{string.Join(',', Enumerable.Repeat(Ping, 51))}]", $"[{Ping}, [{Ping}]]", $"[{Ping}, 3]",
            $"[{McpCalls.Body("", "initialize", McpCalls.Greeting("2025-03-26"))}]",
        ];

        Assert.Equal(50, most.Is(HttpStatusCode.OK).Messages.Count);
        foreach (var body in refused)
        {
            (await _client.PostMcpAsync(body)).IsRefusal(HttpStatusCode.BadRequest, -32600);
        }
    }
}
