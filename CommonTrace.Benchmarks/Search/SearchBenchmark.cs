using System.Globalization;
using CommonTrace.Benchmarks.Stage;

namespace CommonTrace.Benchmarks.Search;

/// <summary>Searches among 100,000 traces of one tenant with vectors of 1,536 components.</summary>
internal static class SearchBenchmark
{
    public static async Task<Measured> RunAsync(BenchmarkApp app)
    {
        await using var stage = await SearchStage.CreateAsync(await app.StartedAsync());
        await using var api = await stage.Database.StartApiAsync();
        using var client = await SearchClient.CreateAsync(api, connections: 1);
        using var host = new SearchHost(stage);
        Figure[] figures =
        [
            .. await LatencyFigures.MeasureAsync(stage, client, host),
            .. await LoadFigures.MeasureAsync(stage, api, host),
            .. await LegFigures.MeasureAsync(stage),
            .. await AllocationFigures.MeasureAsync(stage, host),
            .. await IndexKinds.MeasureAsync(stage),
        ];
        return new(Setting(stage), figures);
    }

    private static string Setting(SearchStage stage) => string.Create(CultureInfo.InvariantCulture,
        $"{SearchStage.Traces:N0} made-up traces of 660 characters about 1,000 topics, embedded by the local provider: the nearest to a query is at {stage.Nearest.MeanFirst:N2} and the {SearchStage.Wanted}th at {stage.Nearest.MeanLast:N2} on average. {stage.Sentences.Count} queries each, limit {SearchStage.Wanted}, one after the other unless told otherwise; medians of 5 rounds in turns (3 with 16 connections). Their words were read in {stage.WordsTaken.TotalSeconds:N0} s, the vector index was built in {stage.IndexTaken.TotalSeconds:N0} s.");
}
