using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Mcp;

/// <summary>A tool belongs to its request: to its services, its caller, its life.</summary>
public sealed class McpScopeTests(McpHost host) : IClassFixture<McpHost>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("2025-03-26")]
    [InlineData(McpCalls.Newest)]
    public async Task Callers_at_once_are_not_taken_for_each_other(string version)
    {
        using var client = host.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(number => client.AskAsync(version, "tools/call", """{ "name": "who" }""", ("X-Visitor", $"visitor-{number}"))));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"visitor-{number} visitor-{number}"), answers.Select(answer => answer.ToolText));
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_tool_which_ends_before_its_services()
    {
        using var client = host.CreateClient();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(McpCalls.Body("", "tools/call", """{ "name": "wait" }"""), null, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", McpCalls.Accept);

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
        await host.Patience.Began.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        answer.Dispose();
        var servicesWereGone = await host.Patience.Ended.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.False(servicesWereGone);
    }

    [Fact]
    public void Sessions_are_refused_when_the_server_starts()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddMcpServer().WithHttpTransport(options => options.Stateless = false);
        using var app = (IDisposable)builder.Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => ((WebApplication)app).MapMcp("/mcp"));

        Assert.StartsWith("HttpServerTransportOptions.Stateless is false", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_its_transport_is_told_what_is_missing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddMcpServer();
        using var app = (IDisposable)builder.Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => ((WebApplication)app).MapMcp("/mcp"));

        Assert.Contains("WithHttpTransport", refusal.Message, StringComparison.Ordinal);
    }
}
