using CommonTrace.Benchmarks;

// dotnet run -c Release --project CommonTrace.Benchmarks -- <name> [arguments]
var benchmarks = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["embedder"] = EmbedderBenchmark.RunAsync,
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var run))
{
    return await run(args[1..]);
}

Console.Error.WriteLine(args.Length == 0 ? "Name a benchmark:" : $"There is no benchmark '{args[0]}'. There are:");
foreach (var name in benchmarks.Keys)
{
    Console.Error.WriteLine($"  {name}");
}

return 2;
