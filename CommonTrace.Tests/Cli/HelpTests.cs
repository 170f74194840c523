extern alias cli;

namespace CommonTrace.Tests.Cli;

/// <summary>What people read who do not know what to type.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Without_a_verb_the_verbs_and_exit_codes_are_shown(params string[] arguments)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync(arguments);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("\nTraces:\n  search ", answer.Output);
        Assert.Contains("\n  130 ", answer.Output);
        Assert.All(answer.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    public static TheoryData<string> VerbPaths => [.. cli::CommonTrace.Cli.CommonTraceCommand.Create().Subcommands.SelectMany(verb => verb.Subcommands.Count == 0 ? [verb.Name] : verb.Subcommands.Select(one => $"{verb.Name} {one.Name}"))];

    [Theory]
    [MemberData(nameof(VerbPaths))]
    public async Task Every_verb_shows_examples_within_80_columns(string verb)
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync([.. verb.Split(' '), "--help"]);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains($"commontrace {verb}", answer.Output.Split("\nExamples:\n")[1]);
        Assert.All(answer.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task A_group_without_a_verb_shows_its_own()
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("keys");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("create <name>", answer.Output);
    }

    [Fact]
    public async Task A_mistyped_verb_is_guessed()
    {
        using var cli = new CliProcess();

        var (verb, inGroup) = (await cli.RunAsync("serch", "deadlock"), await cli.RunAsync("keys", "lst"));

        Assert.Equal((2, "", "Unrecognized command or argument 'serch'.\nDid you mean search? See commontrace --help.\n"), (verb.ExitCode, verb.Output, verb.Error));
        Assert.Equal((2, ""), (inGroup.ExitCode, inGroup.Output));
        Assert.EndsWith("Did you mean list? See commontrace keys --help.\n", inGroup.Error);
    }

    [Fact]
    public async Task The_version_is_a_number()
    {
        using var cli = new CliProcess();

        var answer = await cli.RunAsync("--version");

        Assert.Matches(@"^\d+\.\d+\.\d+\n$", answer.Output);
    }
}
