using System.Globalization;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Tests.Faults;

namespace CommonTrace.Benchmarks.Chaos;

/// <summary>
/// <c>chaos [rounds] [seed] [minutes]</c>: rounds of traces to which faults happen, drawn from the seed, each ending with a ledger that must
/// balance; then the throughput under pressure, so many minutes of overload among it. A round that failed is run again alone by
/// <c>chaos 1 SEED 0</c> with the seed that it tells; 0 leaves a part out.
/// </summary>
internal static class ChaosBenchmark
{
    private const int Rounds = 50;
    private const double Minutes = 5;

    public static async Task<int> RunAsync(BenchmarkApp app, string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Rounds;
        var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
        var minutes = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : Minutes;
        var exitCode = rounds > 0 ? await RoundsAsync(app, rounds, seed) : 0;
        if (minutes > 0)
        {
            exitCode |= Report.Print("pressure", await Pressure.RunAsync(app, TimeSpan.FromMinutes(minutes)));
        }

        return exitCode;
    }

    /// <summary>Each round's seed is one more than the last one's.</summary>
    private static async Task<int> RoundsAsync(BenchmarkApp app, int rounds, int seed)
    {
        var test = await app.StartedAsync();
        if (!await PrivatePostgres.IsPossibleAsync(test))
        {
            Console.Error.WriteLine("chaos restarts a PostgreSQL of its own, with the programs of the application's server: that must run on this machine, not in a container.");
            return 2;
        }

        Console.WriteLine($"chaos: {rounds} rounds, seed {seed}");
        var unbalanced = 0;
        for (var round = 0; round < rounds; round++)
        {
            unbalanced += await ChaosRound.RunAsync(test, seed + round) ? 0 : 1;
        }

        Console.WriteLine($"chaos: {rounds - unbalanced} of {rounds} rounds balanced");
        return unbalanced == 0 ? 0 : 1;
    }
}
