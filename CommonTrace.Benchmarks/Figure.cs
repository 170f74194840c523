using System.Globalization;

namespace CommonTrace.Benchmarks;

/// <summary>One measured figure beside its limit or a peer, taken in the same run: a row of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Beside">What it stands beside.</param>
/// <param name="Yardstick">That one's figure.</param>
/// <param name="Wanted">What the ratio must be; null when it is told and nothing is asked of it.</param>
internal sealed record Figure(string Name, double Value, string Unit, string Beside, double Yardstick, Bound? Wanted)
{
    public double Ratio => Value / Yardstick;

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
