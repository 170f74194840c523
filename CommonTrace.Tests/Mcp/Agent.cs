using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Tests.Mcp;

/// <summary>An agent: a client of MCP that speaks to an API with the key of an HTTP client.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private Agent(McpClient client) => Client = client;

    public McpClient Client { get; }

    public static async Task<Agent> ConnectAsync(HttpClient http)
    {
        var options = new HttpClientTransportOptions { Endpoint = new Uri(http.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp };
        return new(await McpClient.CreateAsync(new HttpClientTransport(options, http), cancellationToken: TestContext.Current.CancellationToken));
    }

    /// <summary>Calls a tool with the properties of an object as arguments.</summary>
    public async Task<ToolAnswer> CallAsync(string tool, object arguments)
    {
        var given = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        return ToolAnswer.Of(await Client.CallToolAsync(tool, given, cancellationToken: TestContext.Current.CancellationToken));
    }

    /// <summary>Contributes a trace, and answers its id.</summary>
    public async Task<Guid> ContributeAsync(string title, string solution = "Share one pool.", params string[] tags) =>
        (await CallAsync("contribute_trace", new { title, context_text = "A context.", solution_text = solution, tags })).Structured.GetProperty("id").GetGuid();

    public async Task<Tool> ToolAsync(string name) =>
        (await Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Single(tool => tool.Name == name).ProtocolTool;

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}

/// <summary>What a tool answered.</summary>
internal sealed record ToolAnswer(bool IsError, string Text, JsonElement Structured)
{
    public string? Code => Structured.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string Detail => Structured.GetProperty("detail").GetString()!;

    public static ToolAnswer Of(CallToolResult result) =>
        new(result.IsError is true, string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text)), result.StructuredContent ?? default);

    /// <summary>The answer, which must be a success.</summary>
    public ToolAnswer Ok()
    {
        Assert.False(IsError, Text);
        return this;
    }

    /// <summary>The answer, which must be this failure.</summary>
    public ToolAnswer Fails(string code)
    {
        Assert.True(IsError, Text);
        Assert.Equal(code, Code);
        Assert.StartsWith($"{code}: {Detail}\nWhat to do: ", Text, StringComparison.Ordinal);
        return this;
    }
}
