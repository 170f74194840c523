using System.Diagnostics;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Faults;

/// <summary>SIGTERM under load: the process ends in time with code 0, and leaves nothing that others must wait for.</summary>
public sealed class StoppedWorkerTests(TestApp app)
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task It_finishes_what_is_in_hand_and_leaves_the_rest_untried()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(300);
        stage.Slow(TimeSpan.FromMilliseconds(150));
        for (var round = 0; round < 3; round++)
        {
            var worker = stage.StartWorker(("Worker__StopWithin", $"{StopWithin}"));
            await stage.CalledAsync(stage.Provider.Calls + 2 + round);

            await StopInTimeAsync(worker);

            await NothingIsInHandAsync(stage);
        }

        stage.StartWorker();
        await stage.BalancesAsync();
    }

    [Fact]
    public async Task It_ends_as_well_when_it_has_only_just_started()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(100);
        stage.Slow(TimeSpan.FromMilliseconds(150));
        for (var round = 0; round < 3; round++)
        {
            var calls = stage.Provider.Calls;
            var worker = stage.StartWorker(("Worker__StopWithin", $"{StopWithin}"));
            // Its workers are at work before it listens.
            await stage.CalledAsync(calls + 1);

            await StopInTimeAsync(worker);

            await NothingIsInHandAsync(stage);
        }
    }

    [Fact]
    public async Task It_gives_back_what_the_provider_does_not_answer()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(50);
        var (asked, answer) = stage.Hold();
        var worker = stage.StartWorker(("Worker__StopWithin", $"{StopWithin}"));
        await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await StopInTimeAsync(worker);

        await NothingIsInHandAsync(stage);
        Assert.Equal(50, await stage.JobsAsync("pending"));
        answer.SetResult();
        stage.Provider.Misbehave = (_, _) => Task.FromResult(false);
        stage.StartWorker();

        // What was held was embedded after all, for nobody.
        await stage.BalancesAsync(repeated: 2 * FaultStage.Batch);
    }

    [Fact]
    public async Task It_ends_in_time_when_the_database_stands_still()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(50);
        await using var locked = await RowLock.TakeAsync(stage.Database);
        var worker = stage.StartWorker(("Worker__StopWithin", $"{StopWithin}"));
        await locked.AwaitedAsync();

        await StopInTimeAsync(worker);

        await locked.ReleaseAsync();
        stage.StartWorker();
        await stage.BalancesAsync(repeated: FaultStage.InHand);
    }

    [Fact]
    public async Task A_claim_that_is_called_off_takes_nothing()
    {
        await using var stage = await JobStage.CreateAsync(app);
        await stage.AddManyAsync(500);
        var set = await stage.SetAsync();
        var claimed = 0;
        for (var microseconds = 0; microseconds < 6_000; microseconds += 15)
        {
            using var stopping = new CancellationTokenSource();
            var calledOff = CancelAsync(stopping, TimeSpan.FromMicroseconds(microseconds));
            try
            {
                claimed += (await stage.Queue.ClaimAsync("one", 1, set, stopping.Token)).Count;
            }
            catch (OperationCanceledException)
            {
                // Then nothing must have been claimed.
            }

            await calledOff;
        }

        Assert.Equal((long)claimed, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'processing'"));
    }

    /// <summary>Cancels at a moment finer than a timer's.</summary>
    private static Task CancelAsync(CancellationTokenSource source, TimeSpan after)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.Run(() =>
        {
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(started) >= after);
            source.Cancel();
        });
    }

    private static async Task StopInTimeAsync(ServiceProcess worker)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, await worker.StopAsync());
        // Its end as a process takes a moment of a busy machine; one that did not keep to the time would wait for the provider, half a minute.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, StopWithin + TimeSpan.FromSeconds(10));
    }

    private static async Task NothingIsInHandAsync(FaultStage stage)
    {
        Assert.Equal(0, await stage.JobsAsync("processing"));
        Assert.Equal(0L, await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'pending' and attempt > 0"));
    }
}
