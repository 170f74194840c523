using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>The API while its database is away, and after it came back.</summary>
public sealed class DatabaseAwayTests(TestApp app)
{
    [Fact]
    public async Task A_request_is_told_to_come_again_and_is_served_once_the_database_is_back()
    {
        await using var database = await TestDatabase.CreateAsync(app);
        await using var api = ServiceProcess.Start(
            "CommonTrace.Api",
            ("ConnectionStrings__commontrace", database.ConnectionString),
            ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
            ("Auth__OperatorKey", TestApp.OperatorKey),
            ("Embedding__Provider", "local"));
        await api.HealthyAsync();
        using var client = await api.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", TestApp.OperatorKey);

        await database.AllowConnectionsAsync(false);
        var away = await client.GetAsync("/api/v1/tags", TestContext.Current.CancellationToken);
        var health = await client.GetAsync("/health", TestContext.Current.CancellationToken);
        await database.AllowConnectionsAsync(true);
        var back = await client.GetAsync("/api/v1/tags", TestContext.Current.CancellationToken);

        var problem = await away.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "database.unavailable"), (away.StatusCode, problem.GetProperty("code").GetString()));
        Assert.NotNull(away.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task Before_the_migrations_a_request_is_told_to_come_again()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(app);
        await using var api = ServiceProcess.Start(
            "CommonTrace.Api",
            ("ConnectionStrings__commontrace", database.ConnectionString),
            ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"));
        using var client = await api.CreateClientAsync();

        var answer = await client.GetAsync("/api/v1/tags", TestContext.Current.CancellationToken);
        var mcp = await client.PostAsync("/mcp", null, TestContext.Current.CancellationToken);
        var alive = await client.GetAsync("/alive", TestContext.Current.CancellationToken);

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server.starting"), (answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, mcp.StatusCode);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }
}
