using Microsoft.AspNetCore.Http;
using static CommonTrace.Tests.Mcp.StdioServerTests;

namespace CommonTrace.Tests.Mcp;

/// <summary>What an agent is told by <c>commontrace mcp</c> when the server refuses, fails or goes away.</summary>
public sealed class StdioFailureTests
{
    [Fact]
    public async Task A_server_that_fails_five_times_is_left_alone()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = (context, _) => { context.Response.StatusCode = 500; return Task.CompletedTask; };
        using var session = await StdioSession.BeginAsync(server.Address);

        for (var i = 0; i < 5; i++)
        {
            AssertFailed(await session.CallAsync("search_traces"), "server.failed", "500");
        }

        AssertFailed(await session.CallAsync("search_traces"), "server.unavailable", "call again in ");
        Assert.Equal(5, server.Posts.Count);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_not_taken_for_one_that_fails()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = (context, message) =>
        {
            context.Response.Headers.RetryAfter = "7";
            return ScriptedMcpServer.Problem(429, "rate_limit.exceeded", "60 reads a minute.")(context, message);
        };
        using var session = await StdioSession.BeginAsync(server.Address);

        for (var i = 0; i < 6; i++)
        {
            AssertFailed(await session.CallAsync("search_traces"), "rate_limit.exceeded", "wait 7 s");
        }
    }

    [Fact]
    public async Task A_server_that_comes_back_is_used_again()
    {
        var server = await ScriptedMcpServer.StartAsync();
        using var session = await StdioSession.BeginAsync(server.Address);
        await server.DisposeAsync();

        AssertFailed(await session.CallAsync("search_traces"), "server.unreachable", server.Address.Authority);
        await using var back = await ScriptedMcpServer.StartAsync(server.Address);
        var answer = await session.CallAsync("search_traces");

        Assert.Equal("{}", answer.ToJsonString());
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_a_failure_in_words()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        using var session = await StdioSession.BeginAsync(server.Address);

        server.Answer = (context, _) => { context.Abort(); return Task.CompletedTask; };
        AssertFailed(await session.CallAsync("search_traces"), "server.cut", "What to do: ");
        server.Answer = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"jsonrpc":"2.0","id":""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        AssertFailed(await session.CallAsync("search_traces"), "server.cut", "What to do: ");
    }

    [Fact]
    public async Task A_refused_key_is_said_in_the_servers_words()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = ScriptedMcpServer.Problem(401, "auth.invalid_key", "The API key is not known.");
        using var session = await StdioSession.BeginAsync(server.Address);

        AssertFailed(await session.CallAsync("search_traces"), "auth.invalid_key", "commontrace login");
    }

    [Fact]
    public async Task A_setting_that_is_wrong_is_told_in_the_session()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        using var session = await StdioSession.BeginAsync(server.Address, key: "ключ");

        AssertFailed(await session.CallAsync("search_traces"), "settings.invalid", "characters that no key has");
        Assert.NotNull((await session.AskAsync("tools/list"))["result"]);
        Assert.Empty(server.Posts);
    }

    [Fact]
    public async Task Another_kind_of_server_is_told_from_CommonTrace()
    {
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = (context, _) => context.Response.WriteAsync("<html>Welcome!</html>");
        using var session = await StdioSession.BeginAsync(server.Address);

        AssertFailed(await session.CallAsync("search_traces"), "server.unknown_answer", "COMMONTRACE_URL");
    }

    [Fact]
    public async Task The_key_does_not_follow_a_redirect()
    {
        await using var other = await ScriptedMcpServer.StartAsync();
        await using var server = await ScriptedMcpServer.StartAsync();
        server.Answer = (context, _) => { context.Response.Redirect($"{other.Address}mcp", permanent: false, preserveMethod: true); return Task.CompletedTask; };
        using var session = await StdioSession.BeginAsync(server.Address);

        AssertFailed(await session.CallAsync("search_traces"), "server.unknown_answer", "307");
        Assert.Empty(other.Posts);
    }
}
