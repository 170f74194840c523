namespace CommonTrace.Benchmarks;

/// <summary>Measures several things in turns, so that a slow moment of the machine meets all of them, and tells each round.</summary>
internal static class Rounds
{
    /// <summary>Runs so many rounds, every other one backwards. Answers each one's median, in the order given.</summary>
    public static async Task<double[]> MediansAsync(int rounds, string unit, params (string Name, Func<Task<double>> Measure)[] measured)
    {
        var results = measured.Select(_ => new List<double>()).ToArray();
        for (var round = 1; round <= rounds; round++)
        {
            var turn = Enumerable.Range(0, measured.Length);
            foreach (var index in round % 2 == 0 ? turn.Reverse() : turn)
            {
                results[index].Add(await measured[index].Measure());
                Console.WriteLine($"  round {round}: {measured[index].Name} {Figure.Number(results[index][^1])} {unit}");
            }
        }

        var medians = Array.ConvertAll(results, Median);
        foreach (var ((name, _), median) in measured.Zip(medians))
        {
            Console.WriteLine($"  median: {name} {Figure.Number(median)} {unit}");
        }

        return medians;
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);

    /// <summary>The value that so large a share of them does not exceed; by nearest rank.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
