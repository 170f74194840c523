using CommonTrace.Core.Search;

namespace CommonTrace.Benchmarks.Search;

/// <summary>How long searches take through HTTP, one after the other, beside their own statements or what was asked for.</summary>
internal static class LatencyFigures
{
    private const int RoundCount = 5;
    private const int WarmUp = 100;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(SearchStage stage, SearchClient client, SearchHost host)
    {
        await using var bare = await BareSearch.CreateAsync(stage);
        var semantic = await StatementsAsync(stage, host, SearchMode.Semantic);
        var hybrid = await StatementsAsync(stage, host, SearchMode.Hybrid);
        Timing[] timings =
        [
            new("semantic", Search(client, stage.Sentences, "semantic"), stage.Sentences.Count),
            new("its statements", i => bare.RunAsync(_ => 0, semantic[i]), semantic.Count),
            new("hybrid", Search(client, stage.Sentences, "hybrid"), stage.Sentences.Count),
            new("its statements", i => bare.RunAsync(_ => 0, hybrid[i]), hybrid.Count),
            new("keyword", Search(client, stage.Keywords, "keyword"), stage.Keywords.Count),
            new("pasted log", Search(client, stage.PastedLogs, "hybrid"), stage.PastedLogs.Count),
            new("one tag in a hundred", Search(client, stage.RareSentences, "semantic", SearchStage.RareTag), stage.RareSentences.Count),
        ];
        await RunAsync(timings);
        var found = await Task.WhenAll(stage.RareSentences.Select(async text => SearchClient.CountOf(await client.SearchAsync(SearchClient.Body(text, "semantic", SearchStage.RareTag)))));
        return
        [
            new("semantic search through HTTP, p50", timings[0].Taken.P50, "ms", "its statements, bare", timings[1].Taken.P50, Bound.AtMost(1.5)),
            new("semantic search through HTTP, p99", timings[0].Taken.P99, "ms", "its statements, bare", timings[1].Taken.P99, null),
            new("hybrid search through HTTP, p50", timings[2].Taken.P50, "ms", "its statements, bare", timings[3].Taken.P50, Bound.AtMost(2)),
            new("hybrid search through HTTP, p99", timings[2].Taken.P99, "ms", "its statements, bare", timings[3].Taken.P99, null),
            new("keyword search through HTTP, p99", timings[4].Taken.P99, "ms", "what was asked for", [60], Bound.AtMost(1)),
            new("keyword search through HTTP, p50", timings[4].Taken.P50, "ms", "what was asked for at p99", [60], null),
            new("hybrid search for a pasted log of 2,000 characters, slowest", [timings[5].Taken.Longest], "ms", "what was asked for", [150], Bound.AtMost(1)),
            new("hybrid search for a pasted log of 2,000 characters, p50", timings[5].Taken.P50, "ms", "what was asked for at most", [150], null),
            new($"results with a tag on 1 % of traces, fewest of {stage.RareSentences.Count} queries", [found.Min()], "results", "that there are", [SearchStage.Wanted], Bound.AtLeast(1)),
            new("semantic search with that tag, p50", timings[6].Taken.P50, "ms", "without a tag", timings[0].Taken.P50, null),
        ];
    }

    private static async Task RunAsync(Timing[] timings)
    {
        foreach (var timing in timings)
        {
            await new Latencies().AddRoundAsync(WarmUp, i => timing.Run(i % timing.Count));
        }

        await Rounds.RunAsync(RoundCount, "ms at p50", [.. timings.Select(timing => (timing.Name, Measure: (Func<Task<double>>)timing.AddRoundAsync))]);
    }

    private static Func<int, Task> Search(SearchClient client, IReadOnlyList<string> texts, string mode, params string[] tags)
    {
        var bodies = texts.Select(text => SearchClient.Body(text, mode, tags)).ToList();
        return i => client.SearchAsync(bodies[i]);
    }

    /// <summary>The two statements of each request: which traces fit, and what is shown of those that the request shows.</summary>
    private static async Task<List<BareStatement[]>> StatementsAsync(SearchStage stage, SearchHost host, SearchMode mode)
    {
        var statements = new List<BareStatement[]>();
        foreach (var (text, vector) in stage.Sentences.Zip(stage.Vectors))
        {
            var hits = (await host.SearchAsync(text, mode)).Hits.Select(hit => hit.Trace.Id).ToArray();
            statements.Add([BareSearch.Propose(mode == SearchMode.Hybrid ? text : null, vector), BareSearch.Read(hits)]);
        }

        return statements;
    }

    private sealed record Timing(string Name, Func<int, Task> Run, int Count)
    {
        public Latencies Taken { get; } = new();

        public Task<double> AddRoundAsync() => Taken.AddRoundAsync(Count, Run);
    }
}
