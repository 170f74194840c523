namespace CommonTrace.Api.Pages.Operate.Charts;

/// <summary>One line, or one colour of the bars, of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Tone">The class that colours it.</param>
/// <param name="Values">A value for each step; null for a gap.</param>
public sealed record ChartSeries(string Name, string Tone, IReadOnlyList<double?> Values);
