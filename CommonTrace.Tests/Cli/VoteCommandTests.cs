using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class VoteCommandTests(TestApp app)
{
    [Fact]
    public async Task A_vote_is_cast_changed_and_withdrawn()
    {
        using var stage = await CliStage.CreateAsync(app);
        var id = stage.TraceId.ToString();

        var cast = await stage.Cli.RunAsync("vote", id, "up");
        var again = await stage.Cli.RunAsync("vote", id, "up");
        var changed = await stage.Cli.RunAsync("vote", id, "down", "--change", "--tag", "outdated", "--text", "Gone since 5.", "-c", "version=5.1");
        var withdrawn = await stage.Cli.RunAsync("vote", id, "withdraw");

        Assert.Equal(0, cast.ExitCode);
        Assert.Matches(@"^Voted up, with weight 0\.10*\. The trace is pending, with trust 0\.10*\.\n$", cast.Output);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("--change", again.Error);
        Assert.StartsWith("Voted down", changed.Output);
        Assert.Equal((0, "Your vote is withdrawn.\n"), (withdrawn.ExitCode, withdrawn.Output));
    }

    [Fact]
    public async Task A_vote_down_says_why()
    {
        using var stage = await CliStage.CreateAsync(app);

        var (without, unknown) = (await stage.Cli.RunAsync("vote", stage.TraceId.ToString(), "down"), await stage.Cli.RunAsync("vote", stage.TraceId.ToString(), "sideways"));

        Assert.Equal((2, 2), (without.ExitCode, unknown.ExitCode));
        Assert.Contains("--tag outdated, wrong, security_concern or spam", without.Error);
        Assert.Contains("'sideways' not recognized", unknown.Error);
    }
}
