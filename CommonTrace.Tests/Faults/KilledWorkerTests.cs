using System.Net;
using System.Net.Sockets;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Faults;

/// <summary>Workers that end without a word, or stand still, wherever they are.</summary>
public sealed class KilledWorkerTests(TestApp app)
{
    private const int Count = 25;

    [Fact]
    public async Task Killed_between_claim_and_call_it_costs_no_second_embedding()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(Count);
        // A port that lets clients in and never reads: the call does not reach the provider.
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        var killed = stage.StartWorker(("Embedding__Endpoint", $"http://{deaf.LocalEndpoint}/v1"));
        await stage.CountAsync(FaultStage.Batch, "processing");

        await killed.KillAsync();
        stage.StartWorker();

        await stage.BalancesAsync();
        Assert.Contains(await ErrorsAsync(stage), code => code == "job.lease_expired");
    }

    [Fact]
    public async Task Killed_during_the_store_it_leaves_nothing_half_done()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(Count);
        await using var locked = await RowLock.TakeAsync(stage.Database);
        var killed = stage.StartWorker();
        await locked.AwaitedAsync();

        // The server does not notice the death: its statement waits on, and goes through when the row is free, after the job was given to others.
        await killed.KillAsync();
        stage.StartWorker();
        await Eventually.TrueAsync(async () => await stage.Database.SqlAsync("select count(*) from embedding_jobs where status = 'processing' and attempt = 2") is > 0L);
        await locked.ReleaseAsync();

        await stage.BalancesAsync(repeated: FaultStage.InHand);
    }

    [Fact]
    public async Task Killed_twice_in_a_row_under_load_the_others_do_its_work()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(300);
        stage.Slow(TimeSpan.FromMilliseconds(100));
        var first = stage.StartWorker();
        await stage.CalledAsync(4);

        await first.KillAsync();
        var second = stage.StartWorker();
        await stage.CalledAsync(12);
        await second.KillAsync();
        stage.StartWorker();

        await stage.BalancesAsync(repeated: 2 * FaultStage.InHand);
    }

    [Fact]
    public async Task Frozen_beyond_its_lease_it_drops_what_others_have_done_meanwhile()
    {
        await using var stage = await FaultStage.CreateAsync(app);
        await stage.SubmitAsync(Count);
        var (asked, answer) = stage.Hold();
        var frozen = stage.StartWorker();
        await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        frozen.Freeze();
        stage.Provider.Misbehave = (_, _) => Task.FromResult(false);
        stage.StartWorker();
        await stage.CountAsync(Count, "completed");
        answer.SetResult();
        frozen.Thaw();
        await Eventually.TrueAsync(() => Task.FromResult(frozen.Output.Contains("were lost to another worker", StringComparison.Ordinal)));

        await stage.BalancesAsync(repeated: FaultStage.InHand);
    }

    private static async Task<string[]> ErrorsAsync(FaultStage stage) => (string[])(await stage.Database.SqlAsync(
        "select coalesce(array_agg(distinct e ->> 'code'), '{}') from embedding_jobs, jsonb_array_elements(errors) e"))!;
}
