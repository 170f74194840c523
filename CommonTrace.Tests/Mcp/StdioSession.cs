using System.Text.Json.Nodes;
using CommonTrace.Tests.Cli;

namespace CommonTrace.Tests.Mcp;

/// <summary>A process <c>commontrace mcp</c>, and a client that writes what it is told to, line by line.</summary>
internal sealed class StdioSession : IDisposable
{
    private readonly RunningCli _running;
    private int _last;

    public StdioSession(Uri server, string? key = "ct_test")
    {
        (Cli.Environment["COMMONTRACE_URL"], Cli.Environment["COMMONTRACE_API_KEY"]) = (server.ToString(), key);
        _running = Cli.Start("mcp");
    }

    /// <summary>For other commands in the same home folder.</summary>
    public CliProcess Cli { get; } = new();

    /// <summary>Begins it as clients of that version do.</summary>
    public static async Task<StdioSession> BeginAsync(Uri server, string? key = "ct_test", string version = "2025-11-25")
    {
        var session = new StdioSession(server, key);
        var hello = new JsonObject { ["protocolVersion"] = version, ["capabilities"] = new JsonObject(), ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" } };
        Assert.Equal(version, (string?)(await session.AskAsync("initialize", hello))["result"]?["protocolVersion"]);
        await session.WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/initialized" });
        return session;
    }

    /// <summary>Asks, and answers the whole message that comes back; every line that it writes must be one.</summary>
    public async Task<JsonNode> AskAsync(string method, JsonObject? parameters = null) => await AnswerToAsync(await SendAsync(method, parameters));

    /// <summary>Calls a tool, and answers its result.</summary>
    public async Task<JsonNode> CallAsync(string tool, JsonObject? arguments = null) =>
        (await AskAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments ?? [] }))["result"]!;

    /// <summary>Asks, and does not wait.</summary>
    public async Task<int> SendAsync(string method, JsonObject? parameters = null)
    {
        await WriteAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_last, ["method"] = method, ["params"] = parameters });
        return _last;
    }

    public Task WriteAsync(JsonObject message) => _running.WriteAsync(message.ToJsonString() + "\n");

    public async Task<JsonNode> AnswerToAsync(int id)
    {
        while (await _running.ReadLineAsync() is { } line)
        {
            if (JsonNode.Parse(line)!["id"]?.ToJsonString() == $"{id}")
            {
                return JsonNode.Parse(line)!;
            }
        }

        throw new EndOfStreamException($"It ended before it answered. {(await _running.EndedAsync()).Error}");
    }

    /// <summary>Closes its input, and waits until it ends.</summary>
    public Task<CliAnswer> EndAsync() => _running.EndedAsync();

    public void Dispose()
    {
        _running.Dispose();
        Cli.Dispose();
    }
}
