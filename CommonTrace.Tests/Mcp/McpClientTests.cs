using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Tests.Mcp;

/// <summary>The SDK's own client, as an agent's program uses it.</summary>
public sealed class McpClientTests(McpHost host) : IClassFixture<McpHost>
{
    [Theory]
    [InlineData(null, "2026-07-28")]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("2025-06-18", "2025-06-18")]
    [InlineData("2025-11-25", "2025-11-25")]
    public async Task It_connects_lists_and_calls(string? wanted, string negotiated)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(host.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["X-Visitor"] = "Grace" },
        });
        await using var client = await McpClient.CreateAsync(
            transport, new McpClientOptions { ProtocolVersion = wanted }, cancellationToken: TestContext.Current.CancellationToken);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var who = await client.CallToolAsync("who", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(negotiated, client.NegotiatedProtocolVersion);
        Assert.Equal(["wait", "who"], tools.Select(tool => tool.Name).Order());
        Assert.Equal("Grace Grace", Assert.IsType<TextContentBlock>(Assert.Single(who.Content)).Text);
    }
}
