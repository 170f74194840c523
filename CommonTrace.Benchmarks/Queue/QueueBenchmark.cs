using CommonTrace.Benchmarks.Stage;

namespace CommonTrace.Benchmarks.Queue;

/// <summary>Empty jobs a second, beside graphile-worker and pg-boss on the same server in the same run.</summary>
internal static class QueueBenchmark
{
    private const int Jobs = 30_000;
    private const int WarmUp = Jobs / 10;
    private const int RoundCount = 3;

    private static readonly int[] WorkerCounts = [1, 2, 4];

    public static async Task<Measured> RunAsync(BenchmarkApp benchmarkApp)
    {
        var app = await benchmarkApp.StartedAsync();
        var peers = new PeerQueues();
        await peers.InstallAsync();
        await using var template = await WithVectorsAsync(benchmarkApp);

        var figures = new List<Figure>();
        foreach (var workers in WorkerCounts)
        {
            Console.WriteLine($"  {workers} workers");
            var rounds = await Rounds.RunAsync(
                RoundCount,
                "jobs/s",
                ("CommonTrace", () => WorkOffAsync(template, workers)),
                ("pg-boss", () => peers.MeasureAsync(app, Jobs, workers, "pg-boss")),
                ("graphile-worker", () => peers.MeasureAsync(app, Jobs / 3, workers, "graphile-worker")),
                ("graphile-worker, batched", () => peers.MeasureAsync(app, Jobs * 3, workers, "graphile-worker", "batched")));
            var name = $"empty jobs, {workers} {(workers == 1 ? "worker" : "workers")}";
            figures.Add(new(name, rounds[0], "jobs/s", "pg-boss, batches of 128 without pause", rounds[1], Bound.AtLeast(1)));
            figures.Add(new(name, rounds[0], "jobs/s", "graphile-worker, default settings", rounds[2], Bound.AtLeast(1)));
            figures.Add(new(name, rounds[0], "jobs/s", "graphile-worker, local queue and batched completion", rounds[3], null));
        }

        return new(
            $"An empty job of ours is that of a trace which has its vector already: claimed and completed without the provider. Workers are those of one process, for pg-boss `localConcurrency`, for graphile-worker `concurrentJobs`; {Jobs:N0} jobs in a database of their own, a tenth of them to warm up (graphile-worker a third, batched three times as many), medians of {RoundCount} rounds.",
            figures);
    }

    /// <summary>Traces with vectors, each with a new job for the content that it has.</summary>
    private static async Task<TraceStage> WithVectorsAsync(BenchmarkApp app)
    {
        var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        await stage.AddAsync([.. Enumerable.Range(1, Jobs).Select(number => new TraceText(Guid.CreateVersion7(), $"trace {number}", "context", "solution"))]);
        await using (var worker = await stage.StartWorkerAsync())
        {
            await stage.DrainedAsync(worker);
            await stage.IndexedAsync();
        }

        await stage.SqlAsync("delete from embedding_jobs");
        await stage.AddJobsAsync(dueAfter: TimeSpan.FromDays(1));
        await stage.SqlAsync("update embedding_jobs set scheduled_at = now() where id in (select id from embedding_jobs limit $1)", WarmUp);
        await stage.SqlAsync("vacuum analyze embedding_jobs");
        return stage;
    }

    private static async Task<double> WorkOffAsync(TraceStage template, int workers)
    {
        await using var stage = await template.CopyAsync();
        await using var worker = await stage.StartWorkerAsync(("Worker__Count", $"{workers}"));
        await stage.DrainedAsync(worker);
        await stage.ReleaseAsync();
        return (Jobs - WarmUp) / (await stage.DrainedAsync(worker)).TotalSeconds;
    }
}
