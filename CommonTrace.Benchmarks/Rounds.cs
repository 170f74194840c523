namespace CommonTrace.Benchmarks;

/// <summary>Measures several things in turns, so that a slow moment of the machine meets all of them, and tells each round.</summary>
internal static class Rounds
{
    /// <summary>Runs so many rounds, every other one backwards. Answers the figures of each, round by round, in the order given.</summary>
    public static async Task<double[][]> RunAsync(int rounds, string unit, params (string Name, Func<Task<double>> Measure)[] measured)
    {
        var results = Array.ConvertAll(measured, _ => new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            var turn = Enumerable.Range(0, measured.Length);
            foreach (var index in round % 2 == 0 ? turn : turn.Reverse())
            {
                results[index][round] = await measured[index].Measure();
                Console.WriteLine($"  round {round + 1}: {measured[index].Name} {Figure.Number(results[index][round])} {unit}");
            }
        }

        return results;
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The value that so large a share of them does not exceed; by nearest rank.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
