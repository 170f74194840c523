using System.Globalization;

namespace CommonTrace.Benchmarks;

/// <summary>One measured figure beside its limit or a peer, taken in the same run: a row of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Values">The figure of each round, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Beside">What it stands beside.</param>
/// <param name="Yardsticks">That one's figure of each round, or the one that holds for all.</param>
/// <param name="Wanted">What the ratio must be; null when it is told and nothing is asked of it.</param>
internal sealed record Figure(string Name, double[] Values, string Unit, string Beside, double[] Yardsticks, Bound? Wanted)
{
    public double Value => Rounds.Median(Values);

    public double Yardstick => Rounds.Median(Yardsticks);

    /// <summary>The median of the rounds' ratios: when the machine slows down for a while, both sides of a round slow down.</summary>
    public double Ratio => Rounds.Median(Values.Select((value, round) => value / Yardsticks[Math.Min(round, Yardsticks.Length - 1)]));

    public bool IsMissed => Wanted?.Holds(Ratio) == false;

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 1 => "N1", _ => "N3" }, CultureInfo.InvariantCulture);
}

/// <summary>A least or a most ratio.</summary>
internal sealed record Bound(double Ratio, bool IsLeast)
{
    public static Bound AtLeast(double ratio) => new(ratio, IsLeast: true);

    public static Bound AtMost(double ratio) => new(ratio, IsLeast: false);

    public bool Holds(double ratio) => IsLeast ? ratio >= Ratio : ratio <= Ratio;

    public override string ToString() => $"{(IsLeast ? '≥' : '≤')} {Ratio.ToString("0.##", CultureInfo.InvariantCulture)}";
}
