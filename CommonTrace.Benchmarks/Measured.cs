namespace CommonTrace.Benchmarks;

/// <summary>What a benchmark found.</summary>
/// <param name="Setting">How it was measured, in a sentence.</param>
/// <param name="Figures">The rows of its table.</param>
internal sealed record Measured(string Setting, params IReadOnlyList<Figure> Figures);
