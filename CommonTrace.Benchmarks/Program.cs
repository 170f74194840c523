using CommonTrace.Benchmarks;
using CommonTrace.Benchmarks.Api;
using CommonTrace.Benchmarks.Bulk;
using CommonTrace.Benchmarks.Chaos;
using CommonTrace.Benchmarks.Embedder;
using CommonTrace.Benchmarks.Evaluation;
using CommonTrace.Benchmarks.Import;
using CommonTrace.Benchmarks.Latency;
using CommonTrace.Benchmarks.Limits;
using CommonTrace.Benchmarks.Memory;
using CommonTrace.Benchmarks.Pages;
using CommonTrace.Benchmarks.Pipeline;
using CommonTrace.Benchmarks.Provider;
using CommonTrace.Benchmarks.Queue;
using CommonTrace.Benchmarks.Safety;
using CommonTrace.Benchmarks.Screenshots;
using CommonTrace.Benchmarks.Seal;
using CommonTrace.Benchmarks.Search;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Benchmarks.Write;

// dotnet run -c Release --project CommonTrace.Benchmarks -- <name>
// `eval [folder]` measures what the search finds instead of how fast: see Evaluation/EvaluationArguments.cs.
// `safety [--write]` measures what the gates find: see Safety/SafetyBenchmark.cs.
// `screenshots [minutes]` takes the pictures of docs/images: see Screenshots/ScreenshotCommand.cs.
// `chaos [rounds] [seed] [minutes]` lets faults happen instead: see Chaos/ChaosBenchmark.cs.
// `table [names]` runs them, or all, and writes docs/performance.md. The exit code is 1 when a wanted ratio was missed.
await using var app = new BenchmarkApp();
var benchmarks = new Dictionary<string, Func<Task<Measured>>>(StringComparer.Ordinal)
{
    ["embedder"] = EmbedderBenchmark.RunAsync,
    ["pipeline"] = () => PipelineBenchmark.RunAsync(app),
    ["provider"] = () => ProviderBenchmark.RunAsync(app),
    ["latency"] = () => LatencyBenchmark.RunAsync(app),
    ["write"] = () => WriteBenchmark.RunAsync(app),
    ["queue"] = () => QueueBenchmark.RunAsync(app),
    ["million"] = () => MillionBenchmark.RunAsync(app),
    ["bulk"] = () => BulkBenchmark.RunAsync(app),
    ["import"] = () => ImportBenchmark.RunAsync(app),
    ["api"] = () => ApiBenchmark.RunAsync(app),
    ["pages"] = () => PagesBenchmark.RunAsync(app),
    ["search"] = () => SearchBenchmark.RunAsync(app),
    ["limits"] = () => LimitsBenchmark.RunAsync(app),
    ["seal"] = () => SealBenchmark.RunAsync(app),
    ["memory"] = () => MemoryBenchmark.RunAsync(app),
};

switch (args)
{
    case [BareEndpoint.Argument]:
        return await BareEndpoint.RunAsync();
    case ["table", .. var names] when names.All(benchmarks.ContainsKey):
        return await PerformanceDocument.WriteAsync(benchmarks, names, app);
    case ["chaos", .. var arguments]:
        return await ChaosBenchmark.RunAsync(app, arguments);
    case ["eval", .. var arguments]:
        return await EvaluationBenchmark.RunAsync(app, arguments);
    case ["safety", .. var arguments]:
        return await SafetyBenchmark.RunAsync(arguments);
    case ["screenshots", .. var arguments]:
        return await ScreenshotCommand.RunAsync(arguments);
    case [var name] when benchmarks.TryGetValue(name, out var run):
        return Report.Print(name, await run());
    default:
        Console.Error.WriteLine($"Name one of: table, chaos, eval, safety, screenshots, {string.Join(", ", benchmarks.Keys)}.");
        return 2;
}
