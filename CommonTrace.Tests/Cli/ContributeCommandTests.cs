using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class ContributeCommandTests(TestApp app)
{
    private const string Markdown =
        """
        ---
        title: "Upserts deadlock"
        tags: [postgres, no tag!]
        agent_model: some-model
        ---
        ## Context
        Two workers upsert the same rows.
        ```
        ## Solution
        ```
        ## Solution
        Sort the rows by key.
        """;

    [Fact]
    public async Task Options_are_enough()
    {
        using var stage = await CliStage.CreateAsync(app);

        var answer = await stage.Cli.RunAsync("contribute", "--title", "A trace by options", "--context", "It was so.", "--solution", "Do it thus.", "-t", "shell");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Matches("^Stored as [0-9a-f-]{36}; it can be found.\ntags  shell\n", answer.Output);
    }

    [Fact]
    public async Task A_markdown_file_is_a_trace_and_options_win_over_it()
    {
        using var stage = await CliStage.CreateAsync(app);
        var file = Path.Combine(stage.Cli.Home, "trace.md");
        await File.WriteAllTextAsync(file, Markdown, TestContext.Current.CancellationToken);

        var answer = await stage.Cli.RunAsync("contribute", "-f", file, "--title", "Upserts deadlock now and then", "-t", "upsert", "--json");
        var stored = JsonElement.Parse((await stage.Cli.RunAsync("get", JsonElement.Parse(answer.Output).GetProperty("id").GetString()!, "--json")).Output);

        Assert.Equal("Upserts deadlock now and then", stored.GetProperty("title").GetString());
        Assert.Equal("Two workers upsert the same rows.\n```\n## Solution\n```", stored.GetProperty("context_text").GetString());
        Assert.Equal("Sort the rows by key.", stored.GetProperty("solution_text").GetString());
        Assert.Equal("some-model", stored.GetProperty("agent_model").GetString());
        Assert.Equal(["postgres", "upsert"], stored.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public async Task Json_and_markdown_are_read_from_a_pipe()
    {
        using var stage = await CliStage.CreateAsync(app);

        var json = await stage.Cli.RunWithInputAsync("""{ "title": "Piped", "context_text": "From a pipe.", "solution_text": "It works." }""", "contribute", "-f", "-");
        var markdown = await stage.Cli.RunWithInputAsync(Markdown, "contribute", "-f", "-");

        Assert.Equal((0, 0), (json.ExitCode, markdown.ExitCode));
        Assert.Contains("left out  no tag! (no tags)", markdown.Output);
    }

    [Fact]
    public async Task A_check_stores_nothing_and_a_second_time_nothing_new()
    {
        using var stage = await CliStage.CreateAsync(app);

        var check = await stage.Cli.RunWithInputAsync(Markdown, "contribute", "-f", "-", "--check");
        var (first, second) = (await stage.Cli.RunWithInputAsync(Markdown, "contribute", "-f", "-"), await stage.Cli.RunWithInputAsync(Markdown, "contribute", "-f", "-"));

        Assert.StartsWith("It would be stored.", check.Output);
        Assert.StartsWith("Stored as ", first.Output);
        Assert.StartsWith("The same content is there already: ", second.Output);
    }

    [Fact]
    public async Task A_secret_is_refused_with_its_place_and_never_shown()
    {
        using var stage = await CliStage.CreateAsync(app);
        var secret = "AKIA" + "QWERTYUIOPASDFGH";

        var answer = await stage.Cli.RunAsync("contribute", "--title", "A key leaked", "--context", $"The log says\nkey {secret} here", "--solution", "Revoke it.");

        Assert.Equal((1, ""), (answer.ExitCode, answer.Output));
        Assert.Matches("context_text, line 2, column 5: [a-z_]+\n", answer.Error);
        Assert.DoesNotContain(secret, answer.Error);
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_by_the_same_key()
    {
        using var server = new ScriptedServer((number, call) =>
        {
            if (number == 1)
            {
                call.Response.Abort();
                return;
            }

            ScriptedServer.Answer(call, 202, """{ "id": "01980000-0000-7000-8000-000000000001", "duplicate_of": null }""");
        });
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("contribute", "--title", "t", "--context", "c", "--solution", "s", "--url", server.Address.ToString());

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Equal(2, server.Calls.Length);
        Assert.NotNull(server.Calls[0].IdempotencyKey);
        Assert.Equal(server.Calls[0].IdempotencyKey, server.Calls[1].IdempotencyKey);
    }

    [Theory]
    [InlineData("", "The standard input", "has no \"## Context\" and no \"## Solution\"")]
    [InlineData("{ \"title\": ", "The standard input is no JSON object")]
    [InlineData("---\ntitel: x\n---\n", "line 2: \"titel\" is no field of a trace; there are title, tags")]
    [InlineData("---\ntitle: x\n", "has no second ---")]
    [InlineData("hello\n## Context\n", "line 1: \"hello\" stands in no section")]
    [InlineData("## Context\na\n## Context\n", "line 3: there are two sections \"## Context\"")]
    [InlineData("---\ntokens_to_resolution: many\n---\n## Context\n", "line 2: tokens_to_resolution cannot be \"many\"")]
    public async Task A_file_at_fault_is_told_by_line(string text, params string[] sentences)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunWithInputAsync(text, "contribute", "-f", "-");

        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.All(sentences, sentence => Assert.Contains(sentence, answer.Error));
    }

    [Fact]
    public async Task Nothing_given_where_nobody_sits_is_a_wrong_command_line()
    {
        using var cli = new CliProcess();

        var (nothing, missing) = (await cli.RunAsync("contribute"), await cli.RunAsync("contribute", "-f", "missing.md"));

        Assert.Equal((2, 2), (nothing.ExitCode, missing.ExitCode));
        Assert.Contains("Nothing to contribute", nothing.Error);
        Assert.StartsWith("missing.md cannot be read", missing.Error);
    }
}
