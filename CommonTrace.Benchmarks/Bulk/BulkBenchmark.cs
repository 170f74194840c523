using CommonTrace.Benchmarks.Stage;

namespace CommonTrace.Benchmarks.Bulk;

/// <summary>A bulk load by the sweep: the vector index kept, beside dropped and built afterwards as the worker does by itself.</summary>
internal static class BulkBenchmark
{
    private const int Traces = 20_000;

    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var template = await TraceStage.CreateAsync(await app.StartedAsync());
        await template.AddAsync(TraceText.Make(Traces));
        await template.SqlAsync("delete from embedding_jobs");

        var rounds = await Rounds.RunAsync(
            1,
            "s",
            ("index dropped and built", () => LoadAsync(template, bulkFrom: 1_000)),
            ("index kept", () => LoadAsync(template, bulkFrom: 100_000_000)));
        return new(
            $"{Traces:N0} traces of 1,500 characters without a job, none embedded before: from the start of a worker process until the sweep has found them, all are embedded and the index is there; local provider, two workers.",
            new Figure("index dropped and built", rounds[0], "s", "index kept", rounds[1], Bound.AtMost(1)));
    }

    private static async Task<double> LoadAsync(TraceStage template, int bulkFrom)
    {
        await using var stage = await template.CopyAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await using var worker = await stage.StartWorkerAsync(("Queue__BulkFrom", $"{bulkFrom}"));
        await stage.EmbeddedAsync(Traces);
        await stage.IndexedAsync();
        return watch.Elapsed.TotalSeconds;
    }
}
