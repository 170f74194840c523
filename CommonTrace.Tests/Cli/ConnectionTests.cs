using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

/// <summary>A server that is away, is none, or refuses: each with its exit code and a sentence.</summary>
public sealed class ConnectionTests(TestApp app)
{
    [Theory]
    [InlineData("http://127.0.0.1:1", 3, "http://127.0.0.1:1/ cannot be reached: Connection refused")]
    [InlineData("http://nowhere.invalid", 3, "http://nowhere.invalid/ cannot be reached")]
    [InlineData("localhost", 2, "\"localhost\" is no server's address; give one such as http://localhost:5180.")]
    [InlineData("ftp://localhost", 2, "\"ftp://localhost\" is no server's address")]
    [InlineData("http://user:secret@localhost", 2, "is no server's address")]
    public async Task A_wrong_address_ends_it(string url, int exitCode, string sentence)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("search", "x", "--url", url);

        Assert.Equal((exitCode, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(sentence, answer.Error);
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_it_says_how_to_get_one()
    {
        using var nobody = new CliProcess(app, key: null);
        using var stranger = new CliProcess(app, "ct_nobody");

        var (without, wrong) = (await nobody.RunAsync("search", "x"), await stranger.RunAsync("search", "x"));

        Assert.Equal((1, 1), (without.ExitCode, wrong.ExitCode));
        Assert.Contains($"Run `commontrace login {app.ApiAddress}`", without.Error);
        Assert.Contains("It is the one in COMMONTRACE_API_KEY.", wrong.Error);
    }

    [Fact]
    public async Task Failures_are_json_for_programs()
    {
        using var cli = new CliProcess(app);

        var (refused, away, usage) = (
            await cli.RunAsync("get", "01980000-0000-7000-8000-0000000000ff", "--json"),
            await cli.RunAsync("search", "x", "--json", "--url", "http://127.0.0.1:1"),
            await cli.RunAsync("search", "--json"));

        Assert.Equal(404, JsonElement.Parse(refused.Error).GetProperty("status").GetInt32());
        Assert.Equal(
            ["trace.not_found", "server.unreachable", "usage"],
            ((CliAnswer[])[refused, away, usage]).Select(answer => JsonElement.Parse(answer.Error).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_key_is_not_sent_on_to_where_a_server_points()
    {
        using var elsewhere = new ScriptedServer((_, call) => ScriptedServer.Answer(call, 200, "{}"));
        using var server = new ScriptedServer((_, call) =>
        {
            call.Response.RedirectLocation = elsewhere.Address + "api/v1/me";
            ScriptedServer.Answer(call, 307, "");
        });
        using var cli = new CliProcess(app) { Environment = { ["COMMONTRACE_URL"] = server.Address.ToString() } };

        var answer = await cli.RunAsync("login", "--status");

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains($"points to {elsewhere.Address}api/v1/me", answer.Error);
        Assert.Empty(elsewhere.Calls);
    }

    [Theory]
    [InlineData(200, "<html>Hello</html>")]
    [InlineData(404, "<html>Not here</html>")]
    [InlineData(502, "")]
    public async Task Another_sort_of_server_is_named_as_such(int status, string body)
    {
        using var server = new ScriptedServer((_, call) => ScriptedServer.Answer(call, status, body, "text/html"));
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("login", "--status", "--url", server.Address.ToString());

        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("is it a CommonTrace server?", answer.Error);
    }
}
