namespace CommonTrace.Benchmarks.Chaos;

/// <summary>Something that goes wrong in a round.</summary>
/// <param name="Name">What.</param>
/// <param name="HappenAsync">Lets it happen, at moments that it draws, and ends when it is over.</param>
internal sealed record ChaosFault(string Name, Func<ChaosStage, Random, Task> HappenAsync);
