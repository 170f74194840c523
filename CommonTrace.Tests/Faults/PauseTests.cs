using CommonTrace.Core.Tenants;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Faults;

/// <summary>Pauses under load, as all processes obey them.</summary>
public sealed class PauseTests(TestApp app)
{
    private const int Workers = 4;

    [Fact]
    public async Task A_pause_lets_each_worker_finish_its_batch_and_its_end_lets_them_go_on()
    {
        await using var stage = await StartAsync();
        var pause = await PauseAsync(stage);
        var calls = stage.Provider.Calls;

        await Eventually.TrueAsync(async () => await stage.JobsAsync("processing") == 0);
        var finished = stage.Provider.Calls;
        var left = await stage.JobsAsync("pending");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.InRange(finished - calls, 0, Workers);
        Assert.Equal((finished, left), (stage.Provider.Calls, await stage.JobsAsync("pending")));
        Assert.True(left > 0);
        await ResumeAsync(stage, pause);
        await stage.BalancesAsync();
    }

    [Fact]
    public async Task A_pause_that_nobody_ends_runs_out()
    {
        await using var stage = await StartAsync();
        await PauseAsync(stage, secondsUntilExpiry: 1);

        await stage.BalancesAsync();
    }

    [Fact]
    public async Task Twenty_who_pause_and_resume_at_once_leave_no_job_behind()
    {
        await using var stage = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async caller =>
        {
            var pause = await PauseAsync(stage);
            await Task.Delay(TimeSpan.FromMilliseconds(caller * 20), TestContext.Current.CancellationToken);
            await ResumeAsync(stage, pause);
        }));

        await stage.BalancesAsync();
    }

    /// <summary>Two processes of two workers each, in the middle of 300 traces.</summary>
    private async Task<FaultStage> StartAsync()
    {
        var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(300);
        stage.Slow(TimeSpan.FromMilliseconds(100));
        stage.StartWorker();
        stage.StartWorker();
        await stage.CalledAsync(6);
        return stage;
    }

    private static async Task<Guid> PauseAsync(FaultStage stage, double? secondsUntilExpiry = null)
    {
        var id = Guid.CreateVersion7();
        await stage.Database.SqlAsync(
            "insert into queue_pauses (id, reason, owner_id, expires_at) values ($1, 'a test', $2, now() + $3::float8 * interval '1 second')",
            id, Tenant.CommonsId, (object?)secondsUntilExpiry ?? DBNull.Value);
        return id;
    }

    private static Task<object?> ResumeAsync(FaultStage stage, Guid pause) =>
        stage.Database.SqlAsync("update queue_pauses set ended_at = now() where id = $1", pause);
}
