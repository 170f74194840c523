using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class OutcomeCommandTests(TestApp app)
{
    [Fact]
    public async Task An_outcome_counts_once_the_trace_was_opened()
    {
        using var stage = await CliStage.CreateAsync(app);
        var id = stage.TraceId.ToString();

        var before = await stage.Cli.RunAsync("outcome", id, "solved");
        await stage.Cli.RunAsync("get", id);
        var after = await stage.Cli.RunAsync("outcome", id, "solved", "--note", "On the first try.");

        Assert.Equal((0, 0), (before.ExitCode, after.ExitCode));
        Assert.Contains($"open the trace with `commontrace get {id}`", before.Error);
        Assert.StartsWith("Noted. It solved 1, failed 0; the trace is pending, with trust ", after.Output);
        Assert.Equal("", after.Error);
    }
}
