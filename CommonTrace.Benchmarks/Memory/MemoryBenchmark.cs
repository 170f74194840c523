using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Memory;

/// <summary>Resident memory of a worker process that embeds 100,000 traces, and whether it grows.</summary>
internal static class MemoryBenchmark
{
    private const int Traces = 100_000;
    private const int Portion = 10_000;
    private const double MostMegabytes = 250;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await TraceStage.CreateAsync(await app.StartedAsync());
        for (var portion = 0; portion < Traces / Portion; portion++)
        {
            await stage.AddAsync(TraceText.Make(Portion, seed: portion), dueAfter: TimeSpan.FromDays(1));
        }

        await using var worker = await stage.StartWorkerAsync();
        await stage.ReleaseAsync();
        var drained = stage.DrainedAsync(worker);
        var samples = await SampleAsync(worker, drained);
        var rate = Traces / (await drained).TotalSeconds;
        var quarter = samples.Count / 4;
        return new(
            $"One worker process at its default settings, {Traces:N0} traces of 1,500 characters, local provider, the worker drops the HNSW index for so many and builds it afterwards ({rate:N0} traces/s); resident memory of the process each second, {samples.Count} samples.",
            new Figure("resident memory of the worker, highest", [samples.Max()], "MB", "what was asked for", [MostMegabytes], Bound.AtMost(1)),
            new Figure("resident memory of the worker, last quarter", [Rounds.Median(samples[^quarter..])], "MB", "second quarter", [Rounds.Median(samples[quarter..(2 * quarter)])], Bound.AtMost(1.1)));
    }

    private static async Task<List<double>> SampleAsync(ServiceProcess worker, Task drained)
    {
        var samples = new List<double>();
        using var process = Process.GetProcessById(worker.Id);
        using var timer = new PeriodicTimer(Interval);
        do
        {
            process.Refresh();
            samples.Add(process.WorkingSet64 / (double)(1 << 20));
            if (samples.Count % 10 == 0)
            {
                Console.WriteLine($"  {samples.Count} s: {samples[^1]:N0} MB");
            }
        }
        while (await timer.WaitForNextTickAsync() && !drained.IsCompleted);

        return samples;
    }
}
