using System.Diagnostics;
using System.Globalization;
using CommonTrace.Core.Evaluation;
using CommonTrace.Core.Safety;
using CommonTrace.Core.Safety.Secrets;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Safety;

namespace CommonTrace.Benchmarks.Safety;

/// <summary><c>safety [--write]</c>: what the gates find in the corpus of fixtures/safety, and how long they take for 100 KB.</summary>
internal static class SafetyBenchmark
{
    private const int Rounds = 21;
    private const string Command = "dotnet run -c Release --project CommonTrace.Benchmarks -- safety --write";

    private static readonly string Page = Path.Combine(Repository.Root.FullName, "docs", "safety.md");

    /// <summary>Answers the exit code: 2 when the arguments, the corpus or the page are not as they must be.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ([] or ["--write"]))
        {
            Console.Error.WriteLine("safety prints what the gates find in fixtures/safety; safety --write renews docs/safety.md too.");
            return 2;
        }

        try
        {
            var corpus = SafetyCorpus.Read();
            var text = $"{SafetyTable.ToMarkdown(SafetyTable.Of(corpus))}\n\n{Speed(corpus)}";
            Console.WriteLine(text);
            if (args is ["--write"])
            {
                text = $"Printed by\n\n```sh\n{Command}\n```\n\n{text}";
                await File.WriteAllTextAsync(Page, MarkedSection.Replace(await File.ReadAllTextAsync(Page), SafetyTable.Section, text));
            }

            return 0;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static string Speed(IReadOnlyList<SafetyCase> corpus)
    {
        var pages = Repeat(string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(Page)!, "*.md").Order(StringComparer.Ordinal).Select(File.ReadAllText)));
        var harmless = Repeat(string.Join("\n\n", corpus.Where(examined => examined.Family == "secrets.ordinary").Select(examined => examined.Text)));
        var slowest = HostileTexts.All.Select(hostile => (hostile.Name, Time: Milliseconds(hostile.Text, PassAll))).MaxBy(hostile => hostile.Time);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            100 KB through all gates, once warm, the fastest of {Rounds}: {Milliseconds(pages, PassAll):F1} ms for the pages of docs/ (of that {Milliseconds(pages, FindSecrets):F1} ms for secrets),
            {Milliseconds(harmless, PassAll):F1} ms for `secrets.ordinary` (harmless, and full of the words that rules look for), {slowest.Time:F1} ms for the slowest hostile text
            ({Name(slowest.Name)}). Wanted: 20 ms.
            """);
    }

    private static void PassAll(string text)
    {
        ScreenTexts.Execute([new("solution_text", text, int.MaxValue)]);
        QualityFloor.FaultOf("A title", "A context of some words.", text);
    }

    private static void FindSecrets(string text) => SecretScanner.Find(text);

    private static string Name(string piece) => piece.Contains(' ') ? piece : $"`{piece}` over and over";

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, (HostileTexts.Length / text.Length) + 1))[..HostileTexts.Length];

    // The fastest, because whatever else the machine does only adds.
    private static double Milliseconds(string text, Action<string> pass)
    {
        pass(text);
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            pass(text);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
    }
}
