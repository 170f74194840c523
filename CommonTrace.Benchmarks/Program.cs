using CommonTrace.Benchmarks;
using CommonTrace.Benchmarks.Embedder;
using CommonTrace.Benchmarks.Pipeline;
using CommonTrace.Benchmarks.Stage;

// dotnet run -c Release --project CommonTrace.Benchmarks -- <name>
await using var app = new BenchmarkApp();
var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Figure>>>>(StringComparer.Ordinal)
{
    ["embedder"] = EmbedderBenchmark.RunAsync,
    ["pipeline"] = () => PipelineBenchmark.RunAsync(app),
};

if (args is [var name] && benchmarks.TryGetValue(name, out var run))
{
    return Report.Print(await run());
}

Console.Error.WriteLine(args.Length == 0 ? "Name a benchmark:" : $"There is no benchmark '{args[0]}'. There are:");
foreach (var known in benchmarks.Keys)
{
    Console.Error.WriteLine($"  {known}");
}

return 2;
