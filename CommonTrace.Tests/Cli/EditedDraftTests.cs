using System.Text.RegularExpressions;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

/// <summary><c>commontrace contribute</c> on a terminal, with an editor.</summary>
public sealed class EditedDraftTests(TestApp app)
{
    [Fact]
    public async Task What_was_written_in_the_editor_is_stored()
    {
        using var stage = await CliStage.CreateAsync(app);
        stage.Cli.Environment["EDITOR"] = Write("---\ntitle: From an editor\n---\n## Context\nIt was so.\n## Solution\nDo it thus.\n");

        var answer = await EndedAsync(stage.Cli, "contribute");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("Stored as ", answer.Output);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("truncate -s 0")]
    [InlineData("false")]
    public async Task A_draft_that_nobody_filled_in_is_dropped(string editor)
    {
        using var cli = new CliProcess(app);
        (cli.Environment["VISUAL"], cli.Environment["TMPDIR"]) = (editor, cli.Home);

        var answer = await EndedAsync(cli, "contribute");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("Nothing was written, so nothing is stored.", answer.Output);
        Assert.Empty(Directory.GetDirectories(cli.Home, "commontrace-*"));
    }

    [Fact]
    public async Task A_refused_draft_is_kept()
    {
        using var cli = new CliProcess(app);
        (cli.Environment["TMPDIR"], cli.Environment["EDITOR"]) = (cli.Home, Write("---\ntitle: No solution\n---\n## Context\nIt was so.\n"));

        var answer = await EndedAsync(cli, "contribute");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("solution_text: is required.", answer.Output);
        var file = Path.Combine(Assert.Single(Directory.GetDirectories(cli.Home, "commontrace-*")), "trace.md");
        Assert.Contains($"commontrace contribute -f {file}", Regex.Replace(answer.Output, @"(\e\[[0-9;]*m|\s)+", " "));
        Assert.Contains("No solution", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    // An editor that writes the file that it is given, and asks nobody.
    private static string Write(string text) => $"sh -c 'printf -- \"{text.Replace("\n", "\\n")}\" > \"$0\"'";

    private static async Task<CliAnswer> EndedAsync(CliProcess cli, params string[] arguments)
    {
        using var running = cli.StartOnTerminal(arguments);
        return await running.EndedAsync();
    }
}
