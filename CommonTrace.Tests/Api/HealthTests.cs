using System.Net;
using Aspire.Hosting.Testing;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>What those who run the services ask them, without a key.</summary>
public sealed class HealthTests(TestApp app)
{
    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    public async Task Health_tells_of_the_database_and_Redis(string service)
    {
        using var client = app.App.CreateHttpClient(service, "http");

        var answer = (await client.GetAnswerAsync("/health")).Is(HttpStatusCode.OK);

        Assert.Equal("ok", answer.Body.GetProperty("status").GetString());
        Assert.Equal("ok", answer.Body.GetProperty("checks").GetProperty("database").GetProperty("status").GetString());
        Assert.Equal("ok", answer.Body.GetProperty("checks").GetProperty("redis").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    public async Task Alive_asks_nobody_else(string service)
    {
        using var client = app.App.CreateHttpClient(service, "http");

        var answer = (await client.GetAnswerAsync("/alive")).Is(HttpStatusCode.OK);

        Assert.Equal("ok", answer.Body.GetProperty("status").GetString());
        Assert.False(answer.Body.GetProperty("checks").TryGetProperty("database", out _));
    }

    [Theory]
    [InlineData("api", "http_server_request_duration_seconds_bucket{")]
    [InlineData("worker", "dotnet_gc_")]
    public async Task Metrics_are_Prometheus_text(string service, string expected)
    {
        using var client = app.App.CreateHttpClient(service, "http");
        await client.GetAsync("/nowhere", TestContext.Current.CancellationToken);

        using var answer = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("# TYPE ", text, StringComparison.Ordinal);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }
}
