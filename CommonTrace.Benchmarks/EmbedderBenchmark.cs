using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Benchmarks;

/// <summary>Texts of 1,500 characters a minute on one core, the local embedder beside a naive one, in turns.</summary>
internal static class EmbedderBenchmark
{
    private const int Characters = 1500;
    private const int Texts = 2000;
    private const int Rounds = 5;
    private const double WantedPerMinute = 200_000;

    private const string Vocabulary =
        "the of to and a in is when after System.NullReferenceException SQLSTATE 42P01 connection pool timeout expired asyncpg.exceptions " +
        "--no-verify appsettings.json C# DbContext was registered as singleton retry_policy maxRetryCount container restarts on startup migration " +
        "ENOENT /var/lib/postgresql/data permission denied useEffect renders twice kubernetes readinessProbe failed certificate renewed cache " +
        "invalidation deadlock transaction isolation queue worker leases expire HTTP 429 Retry-After exponential backoff jitter";

    public static async Task<int> RunAsync(string[] args)
    {
        var texts = MakeTexts();
        var local = new LocalEmbeddingGenerator();
        List<Measurement> ours = [], naive = [];
        for (var round = 0; round <= Rounds; round++)
        {
            ours.Add(await MeasureAsync(texts, text => local.GenerateAsync([text])));
            naive.Add(await MeasureAsync(texts, text => Task.FromResult(NaiveEmbedder.Embed(text))));
        }

        // The first round warms up.
        var (first, second) = (Median(ours[1..]), Median(naive[1..]));
        Console.WriteLine($"{Texts} texts of {Characters} characters, one core, median of {Rounds} rounds");
        Print("local", first);
        Print("naive", second);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio  {first.PerMinute / second.PerMinute:F2}"));
        return first.PerMinute >= WantedPerMinute ? 0 : 1;
    }

    private static async Task<Measurement> MeasureAsync<T>(string[] texts, Func<string, Task<T>> embed)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        foreach (var text in texts)
        {
            await embed(text);
        }

        var minutes = watch.Elapsed.TotalMinutes;
        return new(texts.Length / minutes, (GC.GetAllocatedBytesForCurrentThread() - before) / texts.Length);
    }

    private static Measurement Median(List<Measurement> rounds) => rounds.OrderBy(round => round.PerMinute).ElementAt(rounds.Count / 2);

    private static void Print(string name, Measurement measured) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}  {measured.PerMinute,12:N0} texts/min  {measured.BytesPerText,9:N0} bytes allocated per text"));

    private static string[] MakeTexts()
    {
        var words = Vocabulary.Split(' ');
        var random = new Random(1);
        return [.. Enumerable.Range(0, Texts).Select(_ => MakeText(words, random))];
    }

    /// <summary>Words in random order; every fifth one gets a number, so that no text is all repetition.</summary>
    private static string MakeText(string[] words, Random random)
    {
        var text = new StringBuilder();
        while (text.Length < Characters)
        {
            text.Append(words[random.Next(words.Length)]);
            text.Append(random.Next(5) == 0 ? random.Next(1000).ToString(CultureInfo.InvariantCulture) : "").Append(' ');
        }

        return text.ToString(0, Characters);
    }

    private sealed record Measurement(double PerMinute, long BytesPerText);
}
