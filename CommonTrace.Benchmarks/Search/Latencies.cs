using System.Diagnostics;

namespace CommonTrace.Benchmarks.Search;

/// <summary>How long each of many calls took, in milliseconds, round by round.</summary>
internal sealed class Latencies
{
    private readonly List<double[]> _rounds = [];

    public double[] P50 => [.. _rounds.Select(round => Rounds.Median(round))];

    public double[] P95 => [.. _rounds.Select(round => Rounds.Percentile(round, 0.95))];

    public double[] P99 => [.. _rounds.Select(round => Rounds.Percentile(round, 0.99))];

    public double Longest => _rounds.Max(round => round.Max());

    /// <summary>Runs it for each number below the count, one after the other; answers the round's p50.</summary>
    public async Task<double> AddRoundAsync(int count, Func<int, Task> run)
    {
        var taken = new double[count];
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await run(i);
            taken[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        _rounds.Add(taken);
        return P50[^1];
    }
}
