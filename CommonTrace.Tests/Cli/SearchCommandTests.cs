using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class SearchCommandTests(TestApp app)
{
    [Fact]
    public async Task A_search_shows_what_helps_to_choose()
    {
        using var stage = await CliStage.CreateAsync(app);

        var answer = await stage.Cli.RunAsync("search", "deadlock", "ledger");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Equal(
            [
                " 1  A deadlock in the ledger [draft]",
                "    locks, postgres · pending · trust 0 · solved 0, failed 0 · just now",
                $"    {stage.TraceId}",
                "    Lock the rows in one order. Then try again.",
            ],
            answer.Output.Split('\n')[..4]);
    }

    [Fact]
    public async Task Json_is_the_servers()
    {
        using var stage = await CliStage.CreateAsync(app);

        var answer = await stage.Cli.RunAsync("search", "deadlock", "-t", "locks", "--mode", "keyword", "--status", "pending", "-c", "os=linux", "--explain", "--json");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        var found = JsonElement.Parse(answer.Output);
        Assert.Equal("keyword", found.GetProperty("mode").GetString());
        Assert.Equal(stage.TraceId, Assert.Single(found.GetProperty("results").EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(JsonValueKind.Object, found.GetProperty("results")[0].GetProperty("explain").ValueKind);
    }

    [Fact]
    public async Task Nothing_found_is_no_failure_and_says_what_to_do()
    {
        using var stage = await CliStage.CreateAsync(app);

        var answer = await stage.Cli.RunAsync("search", "-t", "cobol");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("Nothing found", answer.Error);
        Assert.Contains("commontrace contribute", answer.Error);
    }

    [Fact]
    public async Task A_search_by_words_only_says_so_beside_the_results()
    {
        using var server = new ScriptedServer((_, call) =>
            ScriptedServer.Answer(call, 200, """{ "results": [], "total": 0, "mode": "keyword", "degraded_reason": "The model is out." }"""));
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("search", "deadlock", "--url", server.Address.ToString());

        Assert.Equal((0, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("Searched by words only: The model is out.", answer.Error);
    }

    [Theory]
    [InlineData("Nothing to search for", "search")]
    [InlineData("\"linux\" is no pair for --context", "search", "x", "-c", "linux")]
    [InlineData("\"many\" is no whole number that fits; it was given for --limit.", "search", "x", "-n", "many")]
    [InlineData("Must be one of: 'auto' 'hybrid' 'semantic' 'keyword'", "search", "x", "--mode", "magic")]
    public async Task A_wrong_command_line_asks_nothing_of_the_server(string sentence, params string[] arguments)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync(arguments);

        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains(sentence, answer.Error);
    }

    [Fact]
    public async Task A_reader_that_has_enough_ends_it_quietly()
    {
        using var stage = await CliStage.CreateAsync(app);
        using var running = stage.Cli.Start("search", "deadlock");

        running.StopReading();
        var answer = await running.EndedAsync();

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
    }

    [Fact]
    public async Task Ctrl_c_ends_it_with_130()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ScriptedServer((_, _) => called.SetResult());
        using var cli = new CliProcess();
        using var running = cli.Start("search", "deadlock", "--url", server.Address.ToString());
        await called.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        running.Interrupt();
        var answer = await running.EndedAsync();

        Assert.Equal((130, "", ""), (answer.ExitCode, answer.Output, answer.Error));
    }

    [Fact]
    public async Task A_terminal_gets_colours_and_80_columns_unless_told_otherwise()
    {
        using var stage = await CliStage.CreateAsync(app);
        using var coloured = stage.Cli.StartOnTerminal("search", "deadlock");
        stage.Cli.Environment["NO_COLOR"] = "1";
        using var plain = stage.Cli.StartOnTerminal("search", "deadlock");

        var (colours, none) = (await coloured.EndedAsync(), await plain.EndedAsync());

        Assert.Matches($@"\e\[(38;5;12|94)m{stage.TraceId}", colours.Output);
        Assert.DoesNotMatch(@"\e\[(38;|9)", none.Output);
        Assert.Contains(stage.TraceId.ToString(), none.Output);
    }
}
