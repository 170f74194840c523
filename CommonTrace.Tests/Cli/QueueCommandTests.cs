using System.Text.Json;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Jobs.Control;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class QueueCommandTests(TestApp app) : OwnServer(app)
{
    [Fact]
    public async Task A_pause_tells_how_to_end_it()
    {
        var paused = await Cli.RunAsync("queue", "pause", "--reason", "moving", "--expires", "10m");
        var status = await Cli.RunAsync("queue", "status");
        var pause = Assert.Single((await Stage.QueueStatusAsync()).Pauses);
        var resumed = await Cli.RunAsync("queue", "resume", pause.Id.ToString());

        Assert.Equal(0, paused.ExitCode);
        Assert.Contains($"commontrace queue resume {pause.Id}", paused.Output, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(10), pause.ExpiresAt - pause.CreatedAt);
        Assert.Contains($"{pause.Id}", status.Output, StringComparison.Ordinal);
        Assert.Contains("moving", status.Output, StringComparison.Ordinal);
        Assert.Equal((0, "1 pause ended.\n"), (resumed.ExitCode, resumed.Output));
        Assert.Empty((await Stage.QueueStatusAsync()).Pauses);
    }

    [Theory]
    [InlineData("queue", "resume")]
    [InlineData("queue", "pause", "--reason", "moving", "--expires", "10 minutes")]
    [InlineData("queue", "pause")]
    [InlineData("queue", "retry-failed", "-n", "0")]
    public async Task A_wrong_command_line_asks_nothing_of_the_server(params string[] arguments)
    {
        var answer = await Cli.RunAsync(arguments);

        Assert.Equal(2, answer.ExitCode);
        Assert.NotEqual("", answer.Error);
        Assert.Empty((await Stage.QueueStatusAsync()).Pauses);
    }

    [Fact]
    public async Task A_drain_waits_for_the_work_and_out_of_time_it_fails()
    {
        var empty = await Cli.RunAsync("queue", "drain");
        await Stage.AddManyAsync(3);
        var late = await Cli.RunAsync("queue", "drain", "--timeout", "1s", "--json");

        Assert.Equal(0, empty.ExitCode);
        Assert.Contains("Nothing is due or in hand", empty.Output, StringComparison.Ordinal);
        Assert.Equal((1, 3), (late.ExitCode, JsonElement.Parse(late.Output).GetProperty("remaining").GetInt32()));
    }

    [Fact]
    public async Task A_quiesce_pauses_when_the_work_is_done()
    {
        var answer = await Cli.RunAsync("queue", "quiesce", "--expires", "1h", "--reason", "loading");

        var pause = Assert.Single((await Stage.QueueStatusAsync()).Pauses);
        Assert.Equal((0, "loading"), (answer.ExitCode, pause.Reason));
        Assert.Contains($"commontrace queue resume {pause.Id}", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_leaves_no_pause_behind()
    {
        await Stage.AddTraceAsync();
        using var quiesce = Cli.Start("queue", "quiesce", "--reason", "interrupted");
        await Eventually.TrueAsync(async () => await Stage.Database.SqlAsync(
            """
            select exists (select from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and query like '%exists (select from embedding_jobs where status = ''processing'')%')
            """) is true);

        quiesce.Interrupt();
        var answer = await quiesce.EndedAsync();
        await Stage.CompleteAsync(await Stage.ClaimAsync());

        Assert.Equal((130, ""), (answer.ExitCode, answer.Output));
        Assert.Empty((await Stage.QueueStatusAsync()).Pauses);
    }

    [Fact]
    public async Task Failed_jobs_are_retried_by_what_they_met()
    {
        await Stage.AddFailedAsync("one", "provider.refused");
        await Stage.AddFailedAsync("two", "provider.failed");
        await Stage.AddFailedAsync("three", "provider.failed");

        var refused = await Cli.RunAsync("queue", "retry-failed", "--error-code", "provider.refused");
        var one = await Cli.RunAsync("queue", "retry-failed", "-n", "1", "--json");
        var rest = await Cli.RunAsync("queue", "retry-failed");

        Assert.Equal((0, "1 job is due again.\n"), (refused.ExitCode, refused.Output));
        Assert.Equal(1, JsonElement.Parse(one.Output).GetProperty("retried").GetInt32());
        Assert.Equal("1 job is due again.\n", rest.Output);
    }

    [Fact]
    public async Task Jobs_are_taken_from_workers_that_hold_them_too_long()
    {
        await Stage.AddTraceAsync();
        await Stage.ClaimAsync();
        await Stage.Database.SqlAsync("update embedding_jobs set updated_at = now() - interval '1 hour', lease_expires_at = now() + interval '1 hour'");

        var answer = await Cli.RunAsync("queue", "requeue-stale", "--older-than", "10m");

        Assert.Equal((0, "1 job is due again.\n"), (answer.ExitCode, answer.Output));
    }

    [Fact]
    public async Task A_watch_for_programs_writes_an_object_a_line_and_outlives_the_server()
    {
        using var watch = Cli.Start("queue", "status", "--watch", "--json");

        var before = JsonElement.Parse(await watch.ReadUntilAsync("\n"));
        await Stage.AddFailedAsync("dead");
        var after = JsonElement.Parse(await watch.ReadUntilAsync("\n"));
        await Api.StopAsync();
        await Stage.AddFailedAsync("dead while nobody looks");
        var away = await watch.ReadErrorLineAsync();
        watch.Interrupt();
        var end = await watch.EndedAsync();

        Assert.Equal((0, 1), (before.GetProperty("queue").GetProperty("failed").GetInt32(), after.GetProperty("queue").GetProperty("failed").GetInt32()));
        Assert.Equal((0, ""), (end.ExitCode, end.Output));
        Assert.StartsWith("Away since ", away, StringComparison.Ordinal);
    }
}
