using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Tests.Mcp;

/// <summary>Tools whose server is limited, slow, or without its database.</summary>
public sealed class FailingServerTests(TestApp app)
{
    [Fact]
    public async Task A_key_reads_and_writes_as_often_as_over_rest()
    {
        await using var api = await OwnApi.StartAsync(app, ("RateLimit__ReadsPerMinute", "1"), ("RateLimit__WritesPerMinute", "1"));
        using var http = await RegisteredAsync(api);
        await using var agent = await Agent.ConnectAsync(http);
        using var operatorHttp = await api.CreateClientAsync();
        (await Api.ApiCalls.GetAnswerAsync(operatorHttp, "/api/v1/traces")).Is(System.Net.HttpStatusCode.OK);

        (await agent.CallAsync("search_traces", new { query = "x" })).Ok();
        var read = (await agent.CallAsync("get_trace", new { trace_id = Guid.CreateVersion7() })).Fails("rate_limit.exceeded");
        await agent.ContributeAsync("The one write");
        var write = (await agent.CallAsync("flag_trace", new { trace_id = Guid.CreateVersion7(), reason = "r", category = "spam" })).Fails("rate_limit.exceeded");

        Assert.All([read, write], refused =>
        {
            var seconds = refused.Structured.GetProperty("retry_after").GetInt64();
            Assert.InRange(seconds, 1, 60);
            Assert.Contains($"wait {seconds} s, then call again", refused.Text, StringComparison.Ordinal);
        });
        await using var unlimited = await Agent.ConnectAsync(operatorHttp);
        (await unlimited.CallAsync("list_tags", new { })).Ok();
        (await unlimited.CallAsync("list_tags", new { })).Ok();
    }

    [Fact]
    public async Task A_dead_database_is_told_five_times_and_then_left_alone()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var http = await api.CreateClientAsync();
        await using var agent = await Agent.ConnectAsync(http);
        // Not over MCP: on a busy machine the first call of a process takes longer than a tool may.
        (await Api.ApiCalls.GetAnswerAsync(http, "/api/v1/tags")).Is(System.Net.HttpStatusCode.OK);

        await api.Stage.Database.AllowConnectionsAsync(false);
        // At once: each waits for some seconds before it gives up.
        foreach (var call in await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => agent.CallAsync("list_tags", new { }))))
        {
            Assert.Contains("go on without CommonTrace; call again in 5 s", call.Fails("database.unavailable").Text, StringComparison.Ordinal);
        }

        var left = (await agent.CallAsync("get_trace", new { trace_id = Guid.CreateVersion7() })).Fails("server.unavailable");
        Assert.InRange(left.Structured.GetProperty("retry_after").GetInt64(), 20, 30);
        await api.Stage.Database.AllowConnectionsAsync(true);
        (await agent.CallAsync("list_tags", new { })).Fails("server.unavailable");
    }

    [Fact]
    public async Task A_read_is_given_up_after_ten_seconds()
    {
        await using var api = await OwnApi.StartAsync(app);
        using var http = await api.CreateClientAsync();
        await using var agent = await Agent.ConnectAsync(http);
        (await Api.ApiCalls.GetAnswerAsync(http, "/api/v1/tags")).Is(System.Net.HttpStatusCode.OK);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(api.Stage.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("begin; lock table trace_tags in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var started = TimeProvider.System.GetTimestamp();

        var late = (await agent.CallAsync("list_tags", new { })).Fails("server.timeout");

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(20));
        Assert.Equal("CommonTrace did not answer within 10 s.", late.Detail);
        Assert.Contains("go on without CommonTrace", late.Text, StringComparison.Ordinal);
    }

    private static async Task<HttpClient> RegisteredAsync(OwnApi api)
    {
        using var stranger = await api.CreateClientAsync(key: null);
        var registered = await Api.ApiCalls.PostAnswerAsync(stranger, Api.ApiCalls.Keys, new { });
        return await api.CreateClientAsync(registered.Body.GetProperty("api_key").GetString());
    }
}
