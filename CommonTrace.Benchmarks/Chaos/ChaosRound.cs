using System.Diagnostics;
using CommonTrace.Tests.Faults;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>One round: a load, some worker processes, one fault or two at once; then the ledger.</summary>
internal static class ChaosRound
{
    private const int LeastTraces = 100;
    private const int MostTraces = 500;
    private const int MostProcesses = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly ChaosFault[] All = [.. WorkerFaults.All, .. ServerFaults.All, .. ProviderFaults.All, .. TraceFaults.All];

    /// <summary>Draws a round from a seed and runs it; answers whether everything balanced, and tells what did not.</summary>
    public static async Task<bool> RunAsync(TestApp app, int seed)
    {
        var random = new Random(seed);
        var traces = random.Next(LeastTraces, MostTraces + 1);
        var processes = random.Next(1, MostProcesses + 1);
        var faults = random.GetItems(All, random.Next(1, 3)).Distinct().ToList();
        var batch = random.Next(1, 5) * 10;
        var call = TimeSpan.FromMilliseconds(random.Next(20, 120));
        Console.Write($"  seed {seed}: {traces} traces, {processes} processes, batches of {batch}, calls of {call.TotalMilliseconds} ms; {string.Join(" + ", faults.Select(fault => fault.Name))}: ");

        var watch = Stopwatch.StartNew();
        await using var stage = await ChaosStage.CreateAsync(app, batch, call);
        try
        {
            await stage.SubmitAsync(traces, "trace");
            for (var process = 0; process < processes; process++)
            {
                stage.StartWorker();
            }

            // Each fault draws its own moments; how they meet is up to the machine.
            await Task.WhenAll(faults.Select(fault => fault.HappenAsync(stage, new Random(random.Next()))));
            await stage.SettledAsync(Limit);

            // A worker that was killed took the failure along with it: then the trace was tried again, and may be embedded.
            var failed = (int)(long)(await stage.SqlAsync("select count(*) from traces where embedding is null"))!;
            var ledger = new FaultsLedger(stage.Submitted, Math.Min(failed, stage.Failed), stage.Repeated);
            return Tell(stage, watch.Elapsed, await ledger.DiscrepanciesAsync(stage.ConnectionString, stage.Provider));
        }
        catch (Exception exception)
        {
            return Tell(stage, watch.Elapsed, [exception.ToString()]);
        }
    }

    private static bool Tell(ChaosStage stage, TimeSpan taken, IReadOnlyList<string> discrepancies)
    {
        List<string> problems = [.. stage.Problems, .. discrepancies];
        Console.WriteLine(problems.Count == 0 ? $"balanced after {taken.TotalSeconds:F1} s" : $"NOT balanced after {taken.TotalSeconds:F1} s");
        foreach (var problem in problems)
        {
            Console.WriteLine($"    {problem}");
        }

        if (problems.Count > 0)
        {
            Console.WriteLine(stage.Output);
        }

        return problems.Count == 0;
    }
}
