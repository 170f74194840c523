using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Search;

/// <summary>Semantic searches a second over sixteen connections, beside pgbench's on the same server.</summary>
internal static class LoadFigures
{
    private const int Connections = 16;
    private const int RoundCount = 3;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(SearchStage stage, ServiceProcess api, SearchHost host)
    {
        using var client = await SearchClient.CreateAsync(api, Connections);
        var bodies = stage.Sentences.Select(text => SearchClient.Body(text, "semantic")).ToList();
        var bench = new PgBench(stage);
        await bench.PrepareAsync(host);
        await client.LoadAsync(bodies, TimeSpan.FromSeconds(3));
        var rounds = await Rounds.RunAsync(
            RoundCount,
            "queries/s",
            ("through HTTP", () => client.LoadAsync(bodies, Duration)),
            ("pgbench", () => bench.RunAsync(Connections, Duration, withHits: false)),
            ("pgbench, hits read", () => bench.RunAsync(Connections, Duration, withHits: true)));
        return
        [
            new($"semantic search through HTTP, {Connections} connections", rounds[0], "queries/s", "pgbench with the candidates' statement", rounds[1], Bound.AtLeast(0.45)),
            new($"semantic search through HTTP, {Connections} connections", rounds[0], "queries/s", "pgbench with both statements", rounds[2], null),
        ];
    }
}
