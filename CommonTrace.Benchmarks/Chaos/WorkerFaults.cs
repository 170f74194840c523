using System.Globalization;
using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>What happens to workers.</summary>
internal static class WorkerFaults
{
    public static readonly ChaosFault[] All =
    [
        new("a worker killed", (stage, random) => KillAsync(stage, random, times: 1)),
        new("workers killed ten times in a row", (stage, random) => KillAsync(stage, random, times: 10)),
        new("a worker frozen beyond its lease", FreezeAsync),
        new("a worker told to stop", StopAsync),
        new("a worker's clock an hour ahead", (stage, _) => WorkAlongAsync(stage, new ClockOff(TimeSpan.FromHours(1)))),
        new("a worker's clock an hour behind", (stage, _) => WorkAlongAsync(stage, new ClockOff(TimeSpan.FromHours(-1)))),
        new("two workers of one name", (stage, _) => Task.WhenAll(WorkAlongAsync(stage, TimeProvider.System), WorkAlongAsync(stage, TimeProvider.System))),
    ];

    private static async Task KillAsync(ChaosStage stage, Random random, int times)
    {
        await stage.MomentAsync(random);
        for (var time = 0; time < times && stage.Workers.TryDequeue(out var worker); time++)
        {
            // From its start, through claim, call and store, to idle.
            await Task.Delay(random.Next(0, times == 1 ? 500 : 1_500));
            await worker.KillAsync();
            stage.Expect(repeated: stage.InHand);
            stage.StartWorker();
        }
    }

    private static async Task FreezeAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);
        if (stage.Workers.TryDequeue(out var worker))
        {
            stage.StartWorker();
            worker.Freeze();
            stage.Expect(repeated: stage.InHand);
            await Task.Delay(ChaosStage.Lease + TimeSpan.FromSeconds(3));
            worker.Thaw();
            stage.Workers.Enqueue(worker);
        }
    }

    private static async Task StopAsync(ChaosStage stage, Random random)
    {
        await stage.MomentAsync(random);
        if (!stage.Workers.TryDequeue(out var worker))
        {
            return;
        }

        var exitCode = await worker.StopAsync();
        if (exitCode != 0)
        {
            stage.Problems.Enqueue($"A worker that was told to stop ended with code {exitCode}");
        }

        var left = (long)(await stage.SqlAsync(
            "select count(*) from embedding_jobs where status = 'processing' and claimed_by like $1", string.Create(CultureInfo.InvariantCulture, $"%:{worker.Id}:%")))!;
        if (left > 0 && !stage.IsServerTroubled)
        {
            stage.Problems.Enqueue($"A worker that was told to stop left {left} jobs in hand");
        }

        stage.StartWorker();
    }

    /// <summary>One more worker, in this process, until nothing is left to claim.</summary>
    private static async Task WorkAlongAsync(ChaosStage stage, TimeProvider time)
    {
        using var host = stage.Database.CreateHost(
            DatabaseRole.Worker, time,
            ("Embedding:Provider", "openai"), ("Embedding:ApiKey", "key-of-the-benchmarks"), ("Embedding:Endpoint", stage.Provider.Endpoint),
            ("Embedding:Timeout", "00:00:02"), ("Queue:Lease", $"{ChaosStage.Lease}"), ("Queue:LongestBackOff", "00:00:02"));
        var passes = host.Services.GetRequiredService<EmbedBatch>();
        for (var idle = 0; idle < 5;)
        {
            try
            {
                idle = await passes.RunOnceAsync("the same", 10, CancellationToken.None) > 0 ? 0 : idle + 1;
            }
            catch (Npgsql.NpgsqlException)
            {
                // The server is away: another fault's doing.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private sealed class ClockOff(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
