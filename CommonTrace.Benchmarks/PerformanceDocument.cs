using System.Globalization;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Architecture;

namespace CommonTrace.Benchmarks;

/// <summary>Runs benchmarks and writes what they found to docs/performance.md, a section each; those that were not run keep theirs.</summary>
internal static class PerformanceDocument
{
    private const string SectionMark = "\n## ";

    private static readonly string Page = Path.Combine(Repository.Root.FullName, "docs", "performance.md");

    public static async Task<int> WriteAsync(IReadOnlyDictionary<string, Func<Task<Measured>>> benchmarks, IReadOnlyCollection<string> names, BenchmarkApp app)
    {
        var exitCode = 0;
        foreach (var (name, run) in benchmarks.Where(benchmark => names.Count == 0 || names.Contains(benchmark.Key)))
        {
            var measured = await run();
            exitCode |= Report.Print(name, measured);

            // After each, so that a later one that fails loses nothing.
            var sections = await ReadAsync();
            sections[name] = string.Join('\n', [name, "", measured.Setting, "", .. Report.Table(measured.Figures)]);
            var page = benchmarks.Keys.Where(sections.ContainsKey).Select(known => SectionMark + sections[known].TrimEnd() + '\n');
            await File.WriteAllTextAsync(Page, string.Join('\n', await HeadingAsync(app)) + '\n' + string.Concat(page));
        }

        return exitCode;
    }

    private static async Task<Dictionary<string, string>> ReadAsync() => File.Exists(Page)
        ? (await File.ReadAllTextAsync(Page)).Split(SectionMark).Skip(1).ToDictionary(section => section[..section.IndexOf('\n')])
        : [];

    private static async Task<IEnumerable<string>> HeadingAsync(BenchmarkApp app)
    {
        var version = await (await app.StartedAsync()).SqlAsync("show server_version");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return
        [
            "# Performance",
            "",
            "Each figure stands beside its limit or a peer, measured in turns in the same run on the same machine. The ratio (the median of the",
            "rounds' ratios) is what is asked for; the figures themselves (medians too) are that machine's. This page is written by the command below;",
            "with the names of benchmarks behind it, it renews their sections only.",
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
