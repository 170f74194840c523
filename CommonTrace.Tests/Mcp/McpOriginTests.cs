using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>Which pages may call a server on this machine, and by which names it is called.</summary>
public sealed class McpOriginTests(TestApp app)
{
    private readonly HttpClient _stranger = app.CreateClient(key: null);

    [Theory]
    [InlineData("http://localhost:6274")]
    [InlineData("http://127.0.0.1:6274")]
    [InlineData("http://[::1]")]
    public async Task Pages_of_this_machine_may_call(string origin)
    {
        var answer = await _stranger.AskAsync("2025-11-25", "ping", "{}", ("Origin", origin));

        Assert.Equal("*", answer.Is(HttpStatusCode.OK).Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("http://localhost.evil.example.org")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("http://localhost, https://evil.example.org")]
    public async Task Pages_from_elsewhere_may_not(string origin)
    {
        var post = await _stranger.AskAsync("2025-11-25", "ping", "{}", ("Origin", origin));
        var get = await _stranger.GetAnswerAsync("/mcp", ("Origin", origin));

        Assert.Equal(("application/problem+json", "mcp.origin_refused"), (post.Is(HttpStatusCode.Forbidden).MediaType, post.Message.GetProperty("code").GetString()));
        get.Is(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("http://localhost:6274", HttpStatusCode.NoContent)]
    [InlineData("https://evil.example.org", HttpStatusCode.Forbidden)]
    public async Task A_browser_that_asks_first_is_told(string origin, HttpStatusCode status)
    {
        var answer = await _stranger.CallAsync(
            HttpMethod.Options, "/mcp", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,mcp-method"));

        Assert.Equal(status is HttpStatusCode.NoContent, answer.Is(status).Headers.TryGetValues("Access-Control-Allow-Headers", out var headers));
        Assert.True(headers is null || headers.Single().Contains("mcp-method", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("localhost:9", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:5180", HttpStatusCode.OK)]
    [InlineData("evil.example.org", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example.org:80", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.7", HttpStatusCode.Forbidden)]
    public async Task A_server_on_this_machine_is_called_by_the_names_of_this_machine(string host, HttpStatusCode status)
    {
        var answer = await _stranger.AskAsync("2025-11-25", "ping", "{}", ("Host", host));

        Assert.True(answer.Is(status).Status is HttpStatusCode.OK || answer.Message.GetProperty("code").GetString() == "mcp.host_refused");
    }
}
