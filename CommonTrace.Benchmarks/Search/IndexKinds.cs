using System.Globalization;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;

namespace CommonTrace.Benchmarks.Search;

/// <summary>The plain vector index beside one of half-precision components and one of single bits: time to build, size, speed, recall.</summary>
internal static class IndexKinds
{
    private const int RoundCount = 5;
    private const int Reranked = 200;
    private const string Distance = "t.embedding <=> $6";

    private static readonly int Dimensions = LocalEmbeddingGenerator.Dimensions;

    private static readonly string HalfSql = BareSearch.NearSql.Replace(
        Distance, $"t.embedding::halfvec({Dimensions}) <=> $6::vector::halfvec({Dimensions})", StringComparison.Ordinal);

    // The nearest by bits, ordered again by their vectors.
    private static readonly string BitSql =
        $"""
        select id, distance from (
        {BareSearch.NearSql
            .Replace($"order by {Distance}", $"order by binary_quantize(t.embedding)::bit({Dimensions}) <~> binary_quantize($6::vector)::bit({Dimensions})", StringComparison.Ordinal)
            .Replace("limit $5", $"limit {Reranked}", StringComparison.Ordinal)}
        ) near order by distance limit $5
        """;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(SearchStage stage)
    {
        var half = await BuildAsync(stage, "halfvec", $"(embedding::halfvec({Dimensions})) halfvec_cosine_ops", HalfSql);
        var bits = await BuildAsync(stage, "bits", $"(binary_quantize(embedding)::bit({Dimensions})) bit_hamming_ops", BitSql);
        var plain = new Kind("vector", BareSearch.NearSql, stage.IndexTaken.TotalSeconds, await MegabytesAsync(stage, SetColumns.IndexOf(SetColumns.Active)));
        await using var bare = await BareSearch.CreateAsync(stage);
        Kind[] kinds = [plain, half, bits];
        foreach (var kind in kinds)
        {
            await kind.JudgeAsync(stage, bare);
        }

        await Rounds.RunAsync(RoundCount, "ms at p50", [.. kinds.Select(kind => (kind.Name, (Func<Task<double>>)(() => kind.AddRoundAsync(stage, bare))))]);
        return
        [
            new("recall@10 of the vector index (ef_search 100)", [plain.Recall], "", "exact order", [1], Bound.AtLeast(0.95)),
            .. Beside("halfvec index", half),
            .. Beside($"index of bits, {Reranked} ranked again", bits),
        ];

        IEnumerable<Figure> Beside(string name, Kind kind) =>
        [
            new($"{name}: time to build", [kind.Seconds], "s", "vector index", [plain.Seconds], null),
            new($"{name}: size", [kind.Megabytes], "MB", "vector index", [plain.Megabytes], null),
            new($"{name}: statement, p50", kind.Taken.P50, "ms", "vector index", plain.Taken.P50, null),
            new($"{name}: recall@10", [kind.Recall], "", "vector index", [plain.Recall], null),
        ];
    }

    private static async Task<Kind> BuildAsync(SearchStage stage, string name, string expression, string sql)
    {
        var taken = await SearchStage.Timed($"index of {name}", () => stage.BuildAsync($"create index benchmark_{name} on traces using hnsw ({expression}) with (m = 16, ef_construction = 64)"));
        return new Kind(name, sql, taken.TotalSeconds, await MegabytesAsync(stage, $"benchmark_{name}"));
    }

    private static async Task<double> MegabytesAsync(SearchStage stage, string index) =>
        double.Parse(await stage.Database.TextAsync($"select (pg_relation_size('{index}') / 1048576.0)::text"), CultureInfo.InvariantCulture);

    private sealed record Kind(string Name, string Sql, double Seconds, double Megabytes)
    {
        public Latencies Taken { get; } = new();

        public double Recall { get; private set; }

        public async Task JudgeAsync(SearchStage stage, BareSearch bare)
        {
            for (var i = 0; i < SearchStage.Judged; i++)
            {
                var distances = await bare.RunAsync(row => row.GetDouble(1), BareSearch.Near(stage.Vectors[i], Sql));
                Recall += stage.Nearest.Recall(i, distances.Take(SearchStage.Wanted).Select(distance => 1 - distance)) / SearchStage.Judged;
            }
        }

        public Task<double> AddRoundAsync(SearchStage stage, BareSearch bare) =>
            Taken.AddRoundAsync(stage.Vectors.Count, i => bare.RunAsync(_ => 0, BareSearch.Near(stage.Vectors[i], Sql)));
    }
}
