using CommonTrace.Core.Search;

namespace CommonTrace.Benchmarks.Search;

/// <summary>What a search allocates in Core and the database driver, beside the driver alone with the same statements.</summary>
internal static class AllocationFigures
{
    private const int Searches = 1_000;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(SearchStage stage, SearchHost host)
    {
        await using var bare = await BareSearch.CreateAsync(stage);
        var read = BareSearch.Read([.. (await host.SearchAsync(stage.Sentences[0], SearchMode.Semantic)).Hits.Select(hit => hit.Trace.Id)]);
        var semantic = stage.Vectors.Select(vector => BareSearch.Propose(null, vector)).ToList();
        double[] alone = [await KilobytesAsync(i => bare.RunAsync(_ => 0, semantic[i], read))];
        return
        [
            await OfAsync("semantic", SearchMode.Semantic, stage.Sentences),
            await OfAsync("hybrid", SearchMode.Hybrid, stage.Sentences),
            await OfAsync("keyword", SearchMode.Keyword, stage.Keywords),
        ];

        async Task<Figure> OfAsync(string name, SearchMode mode, IReadOnlyList<string> texts) => new(
            $"allocated by a {name} search in Core", [await KilobytesAsync(i => host.SearchAsync(texts[i], mode))], "KB", "by the driver for semantic search's statements", alone, null);

        async Task<double> KilobytesAsync(Func<int, Task> run)
        {
            await run(0);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Searches; i++)
            {
                await run(i % stage.Sentences.Count);
            }

            return (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0 / Searches;
        }
    }
}
