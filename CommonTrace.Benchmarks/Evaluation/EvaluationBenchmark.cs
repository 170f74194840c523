using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Evaluation;

/// <summary><c>eval</c>: how well the search finds what it should, measured over HTTP on a throw-away tenant; see <see cref="EvaluationArguments.Usage"/>.</summary>
internal static class EvaluationBenchmark
{
    /// <summary>Answers the exit code: 2 when the arguments, the evaluation set or the page are not as they must be.</summary>
    public static async Task<int> RunAsync(BenchmarkApp app, string[] args)
    {
        if (EvaluationArguments.Read(args) is not { } asked)
        {
            Console.Error.WriteLine(EvaluationArguments.Usage);
            return 2;
        }

        try
        {
            return asked.Action == EvaluationArguments.Split ? CompleteSplit(asked.Folder) : await RunAsync(app, asked);
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static int CompleteSplit(string folder)
    {
        var added = EvaluationSet.CompleteSplit(folder);
        Console.WriteLine(added > 0
            ? $"{added} queries were added to {Path.Combine(folder, "split.json")}."
            : $"{Path.Combine(folder, "split.json")} has every query already; it is fixed, and was left as it is.");
        return added > 0 ? 0 : 2;
    }

    private static async Task<int> RunAsync(BenchmarkApp app, EvaluationArguments asked)
    {
        var set = EvaluationSet.Read(asked.Folder);
        using var tenant = await EvaluationTenant.CreateAsync(await app.StartedAsync(), set, CancellationToken.None);
        var modes = await KnownModesAsync(tenant);
        switch (asked.Action)
        {
            case EvaluationArguments.Misses:
                await EvaluationMisses.PrintAsync(set.Tune, modes, tenant);
                break;
            case EvaluationArguments.Pool:
                await EvaluationPool.PrintAsync(set, Half(set, asked.Half), modes, tenant);
                break;
            default:
                await PrintTablesAsync(set, asked, modes, tenant);
                break;
        }

        return 0;
    }

    private static async Task<IReadOnlyList<string>> KnownModesAsync(EvaluationTenant tenant)
    {
        var known = new List<string>();
        foreach (var mode in EvaluateSearch.Modes)
        {
            if (await tenant.KnowsAsync(mode, CancellationToken.None))
            {
                known.Add(mode);
            }
            else
            {
                // Not on the standard output, which may be JSON.
                Console.Error.WriteLine($"The mode {mode} is left out: this search refuses it (422).");
            }
        }

        return known;
    }

    private static async Task PrintTablesAsync(EvaluationSet set, EvaluationArguments asked, IReadOnlyList<string> modes, EvaluationTenant tenant)
    {
        foreach (var half in asked.Half is { } one ? [one] : new[] { EvaluationArguments.Tune, EvaluationArguments.Report })
        {
            var queries = Half(set, half);
            var rows = await EvaluateSearch.ExecuteAsync(queries, modes, tenant.SearchKeysAsync, CancellationToken.None);
            Console.WriteLine($"\n{half}: {queries.Count} queries, {set.Traces.Count} traces\n\n{RelevanceTable.ToMarkdown(rows)}");
            if (asked.Action == EvaluationArguments.Write && half == EvaluationArguments.Report)
            {
                await SearchDocument.WriteAsync(set, rows);
            }
        }
    }

    private static IReadOnlyList<JudgedQuery> Half(EvaluationSet set, string? half) =>
        half switch { EvaluationArguments.Tune => set.Tune, EvaluationArguments.Report => set.Report, _ => set.Queries };
}
