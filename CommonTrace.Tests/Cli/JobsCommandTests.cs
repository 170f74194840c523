using System.Text.Json;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class JobsCommandTests(TestApp app) : OwnServer(app)
{
    [Fact]
    public async Task Jobs_are_listed_by_status_with_what_they_met()
    {
        await Stage.AddTraceAsync();
        var failed = await Stage.AddFailedAsync("dead");

        var table = await Cli.RunAsync("jobs", "list", "--status", "failed");
        var json = await Cli.RunAsync("jobs", "list", "-n", "1", "--json");

        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        var row = Assert.Single(table.Output.Split('\n'), line => line.Contains(failed.ToString(), StringComparison.Ordinal));
        Assert.Contains("provider.failed", row, StringComparison.Ordinal);
        Assert.Equal(2, table.Output.TrimEnd().Split('\n').Length);
        Assert.Single(JsonElement.Parse(json.Output).GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task One_job_is_shown_with_its_attempts()
    {
        var failed = await Stage.AddFailedAsync("dead");

        var shown = await Cli.RunAsync("jobs", "show", failed.ToString());
        var unknown = await Cli.RunAsync("jobs", "show", Guid.CreateVersion7().ToString(), "--json");

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("provider.failed: It broke.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("ATTEMPT", shown.Output, StringComparison.Ordinal);
        Assert.Equal((1, "job.not_found"), (unknown.ExitCode, JsonElement.Parse(unknown.Error).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Of_several_jobs_those_that_failed_are_retried_and_the_others_named()
    {
        var (failed, another) = (await Stage.AddFailedAsync("dead"), await Stage.AddFailedAsync("dead too"));
        var unknown = Guid.CreateVersion7();

        var answer = await Cli.RunAsync("jobs", "retry", failed.ToString(), unknown.ToString(), another.ToString());

        Assert.Equal(1, answer.ExitCode);
        Assert.Equal($"{failed} is due again.\n{another} is due again.\n", answer.Output);
        Assert.Contains(unknown.ToString(), answer.Error, StringComparison.Ordinal);
        Assert.Equal(2L, await Stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'pending'"));
    }

    [Fact]
    public async Task A_piped_watch_writes_a_line_for_each_change_and_ends_by_Ctrl_C()
    {
        using var watch = Cli.Start("jobs", "watch");

        var before = await watch.ReadUntilAsync("\n");
        await Stage.AddTraceAsync();
        var after = await watch.ReadUntilAsync("\n");
        watch.Interrupt();
        var end = await watch.EndedAsync();

        Assert.EndsWith(" 0 pending, 0 processing, 0 completed, 0 failed\n", before, StringComparison.Ordinal);
        Assert.EndsWith(" 1 pending, 0 processing, 0 completed, 0 failed\n", after, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), (end.ExitCode, end.Output, end.Error));
    }
}
