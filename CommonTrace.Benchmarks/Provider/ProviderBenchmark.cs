using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Provider;

/// <summary>A provider over HTTP that takes 200 ms a call: how near the workers come to having a call under way all the time.</summary>
internal static class ProviderBenchmark
{
    private const int Traces = 1500;
    private const int WarmUp = 100;
    private const int Workers = 2;
    private const int Batch = 10;
    private const int RoundCount = 3;

    private static readonly TimeSpan Call = TimeSpan.FromMilliseconds(200);

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var provider = await ScriptedProvider.StartAsync();
        provider.Misbehave = (context, _) =>
        {
            // The answer is made meanwhile, and starts when the time is over.
            var arrived = Stopwatch.GetTimestamp();
            context.Response.OnStarting(() => Task.Delay(Remaining(arrived)));
            return Task.FromResult(false);
        };
        var texts = TraceText.Make(WarmUp + Traces);
        await using var template = await TraceStage.CreateAsync(await app.StartedAsync());
        await template.AddAsync(texts[..WarmUp]);
        await template.AddAsync(texts[WarmUp..], dueAfter: TimeSpan.FromDays(1));

        var shares = new List<double>();
        var rounds = await Rounds.RunAsync(RoundCount, "traces/s", ("worker process", () => WorkOffAsync(template, provider, shares)));
        return new(
            $"{Traces:N0} traces, {Workers} workers in one process, batches of {Batch}, a provider over HTTP that answers after {Call.TotalMilliseconds} ms; HNSW index in place; median of {RoundCount} rounds.",
            new Figure("stored → searchable, provider of 200 ms", rounds[0], "traces/s", "workers × batch / 200 ms", [Workers * Batch / Call.TotalSeconds], Bound.AtLeast(0.9)),
            new Figure("processor time of the worker process meanwhile", [.. shares], "cores", "one core", [1], Bound.AtMost(0.25)));
    }

    private static TimeSpan Remaining(long arrived)
    {
        var remaining = Call - Stopwatch.GetElapsedTime(arrived);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static async Task<double> WorkOffAsync(TraceStage template, ScriptedProvider provider, List<double> shares)
    {
        await using var stage = await template.CopyAsync();
        await using var worker = await stage.StartWorkerAsync(
            ("Embedding__Provider", "openai"),
            ("Embedding__ApiKey", "key-of-the-benchmarks"),
            ("Embedding__Endpoint", provider.Endpoint),
            ("Worker__Count", $"{Workers}"),
            ("Worker__Batch", $"{Batch}"),
            ("Worker__LargestBatch", $"{Batch}"));
        await stage.DrainedAsync(worker);
        using var process = Process.GetProcessById(worker.Id);
        var before = process.TotalProcessorTime;
        await stage.ReleaseAsync();
        var elapsed = await stage.DrainedAsync(worker);
        process.Refresh();
        shares.Add((process.TotalProcessorTime - before) / elapsed);
        return Traces / elapsed.TotalSeconds;
    }
}
