extern alias cli;

using System.Text.Json.Nodes;
using cli::CommonTrace.Cli.Mcp;
using cli::CommonTrace.Cli.Server;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Tests.Mcp;

/// <summary>What takes long, on a clock of the tests' own.</summary>
public sealed class RelayTests
{
    [Theory]
    [InlineData("tools/call", "search_traces", "10 s.", "call again")]
    [InlineData("tools/call", "contribute_trace", "30 s;", "may have been stored")]
    [InlineData("resources/read", "tags://all", "10 s.", "call again")]
    public async Task A_server_that_hangs_is_given_up(string method, string name, string limit, string advice)
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = ScriptedMcpServer.Hang();
        using var relay = new Stage(server);

        var text = await relay.AskAsync(method, name);

        Assert.StartsWith("server.timeout: ", text, StringComparison.Ordinal);
        Assert.Contains(limit, text, StringComparison.Ordinal);
        Assert.Contains(advice, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_thirty_seconds_one_call_tries_whether_the_server_is_back()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = ScriptedMcpServer.Problem(503, "database.unavailable", "The database is away.");
        using var relay = new Stage(server);
        for (var i = 0; i < 5; i++)
        {
            await relay.AskAsync("tools/call", "search_traces");
        }

        relay.Time.Skip(TimeSpan.FromSeconds(29));
        Assert.StartsWith("server.unavailable: ", await relay.AskAsync("tools/call", "search_traces"), StringComparison.Ordinal);
        relay.Time.Skip(TimeSpan.FromSeconds(2));
        Assert.StartsWith("database.unavailable: ", await relay.AskAsync("tools/call", "search_traces"), StringComparison.Ordinal);
        Assert.StartsWith("server.unavailable: ", await relay.AskAsync("tools/call", "search_traces"), StringComparison.Ordinal);
        relay.Time.Skip(TimeSpan.FromSeconds(31));
        server.Answer = (context, message) => ScriptedMcpServer.ResultAsync(context, message, []);
        Assert.Null(await relay.AskAsync("tools/call", "search_traces"));
        Assert.Null(await relay.AskAsync("tools/call", "search_traces"));
        Assert.Equal(8, server.Posts.Count);
    }

    private sealed class Stage : IDisposable
    {
        private readonly McpEndpoint _endpoint;
        private readonly Relay _relay;

        public Stage(ScriptedMcpServer server)
        {
            _endpoint = new McpEndpoint(() => new Connection(server.Address, "ct_test", null), Time);
            _relay = new Relay(_endpoint, Definitions.Embedded(), Time);
        }

        public HastyTime Time { get; } = new();

        /// <summary>The words of the failure; null when there was none.</summary>
        public async Task<string?> AskAsync(string method, string name)
        {
            var request = new JsonRpcRequest { Id = new RequestId(1), Method = method, Params = new JsonObject { [method == "tools/call" ? "name" : "uri"] = name } };
            var answer = await _relay.AnswerAsync(request, "2025-11-25", TestContext.Current.CancellationToken);
            return answer is JsonRpcError error ? error.Error.Message : (string?)((JsonRpcResponse)answer).Result!["content"]?[0]?["text"];
        }

        public void Dispose() => _endpoint.Dispose();
    }
}
