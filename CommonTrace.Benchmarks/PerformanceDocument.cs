using System.Globalization;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Benchmarks;

/// <summary>Runs all benchmarks and writes what they found to docs/performance.md.</summary>
internal static class PerformanceDocument
{
    public static async Task<int> WriteAsync(IReadOnlyDictionary<string, Func<Task<Measured>>> benchmarks, BenchmarkApp app)
    {
        var lines = new List<string>(await HeadingAsync(app));
        var exitCode = 0;
        foreach (var (name, run) in benchmarks)
        {
            var measured = await run();
            exitCode |= Report.Print(name, measured);
            lines.AddRange(["", $"## {name}", "", measured.Setting, "", .. Report.Table(measured.Figures)]);
        }

        await File.WriteAllTextAsync(Path.Combine(Repository.Root.FullName, "docs", "performance.md"), string.Join('\n', lines) + '\n');
        return exitCode;
    }

    private static async Task<IEnumerable<string>> HeadingAsync(BenchmarkApp app)
    {
        var version = await (await app.StartedAsync()).SqlAsync("show server_version");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return
        [
            "# Performance",
            "",
            "Each figure stands beside its limit or a peer, measured in turns in the same run on the same machine. The ratio (the median of the",
            "rounds' ratios) is what is asked for; the figures themselves (medians too) are that machine's. This page is written by",
            "",
            "```sh",
            "dotnet run -c Release --project CommonTrace.Benchmarks -- table",
            "```",
            "",
            string.Create(CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, {memory:N0} GB of memory, {Environment.OSVersion.VersionString}, PostgreSQL {version}, .NET {Environment.Version}."),
        ];
    }
}
