using System.Diagnostics;
using CommonTrace.Benchmarks.Stage;
using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Benchmarks.Embedder;

/// <summary>Texts of 1,500 characters a minute on one core, the local embedder beside a naive one, in turns.</summary>
internal static class EmbedderBenchmark
{
    private const int Texts = 2000;
    private const int RoundCount = 5;
    private const double WantedPerMinute = 200_000;

    public static async Task<Measured> RunAsync()
    {
        var texts = TraceText.Make(Texts).ConvertAll(text => text.EmbeddingText);
        var local = new LocalEmbeddingGenerator();
        Func<Task<double>> ours = () => MeasureAsync(texts, text => local.GenerateAsync([text]));
        Func<Task<double>> naive = () => MeasureAsync(texts, text => Task.FromResult(NaiveEmbedder.Embed(text)));
        await Task.WhenAll(ours(), naive());
        var rounds = await Rounds.RunAsync(RoundCount, "texts/min", ("local", ours), ("naive", naive));
        return new(
            $"{Texts:N0} texts of 1,500 characters on one core, medians of {RoundCount} rounds in turns.",
            new Figure("local embedder", rounds[0], "texts/min", "what was asked for", [WantedPerMinute], Bound.AtLeast(1)),
            new Figure("local embedder", rounds[0], "texts/min", "a naive hashing embedder", rounds[1], null));
    }

    private static async Task<double> MeasureAsync<T>(List<string> texts, Func<string, Task<T>> embed)
    {
        var watch = Stopwatch.StartNew();
        foreach (var text in texts)
        {
            await embed(text);
        }

        return texts.Count / watch.Elapsed.TotalMinutes;
    }
}
