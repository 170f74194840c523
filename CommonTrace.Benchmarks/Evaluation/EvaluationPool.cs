using System.Text.Encodings.Web;
using System.Text.Json;
using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Evaluation;

/// <summary>
/// What came early in some mode and nobody has judged yet, for people to judge: the pooling of TREC (Spärck Jones and van Rijsbergen 1975).
/// Mode, rank and score are left out, so that they sway nobody.
/// </summary>
internal static class EvaluationPool
{
    private const int Depth = 8;

    // For people: quotes and umlauts as they are.
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task PrintAsync(EvaluationSet set, IReadOnlyList<JudgedQuery> queries, IReadOnlyList<string> modes, EvaluationTenant tenant)
    {
        var titles = set.Traces.ToDictionary(trace => trace.Key, trace => trace.Title);
        var unjudged = new List<object>();
        foreach (var query in queries.Where(query => query.Kind != EvaluationKind.Negative))
        {
            var pool = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var mode in modes)
            {
                pool.UnionWith((await tenant.SearchKeysAsync(query.Text, mode, CancellationToken.None)).Take(Depth));
            }

            pool.ExceptWith(query.Relevant.Keys);
            unjudged.AddRange(pool.Select(trace => new { query = query.Key, text = query.Text, trace, title = titles[trace] }));
        }

        Console.WriteLine(JsonSerializer.Serialize(unjudged, Json));
    }
}
