using System.Globalization;
using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Evaluation;

/// <summary>The queries that do not find all they should among the first five, or find something where nothing is: what a search is tuned by.</summary>
internal static class EvaluationMisses
{
    private const int Shown = 5;

    public static async Task PrintAsync(IReadOnlyList<JudgedQuery> queries, IReadOnlyList<string> modes, EvaluationTenant tenant)
    {
        foreach (var query in queries)
        {
            var misses = new List<string>();
            foreach (var mode in modes)
            {
                var hits = await tenant.SearchAsync(query.Text, mode, CancellationToken.None);
                var figures = RelevanceFigures.Of(query, [.. hits.Select(hit => hit.Key)]);
                if (figures.GetValueOrDefault(RelevanceFigures.Recall, 1) < 1 || figures.GetValueOrDefault(RelevanceFigures.Empty, 1) < 1)
                {
                    misses.AddRange([$"  {mode}:{(hits.Count == 0 ? " nothing came" : "")}", .. hits.Take(Shown).Select(hit => Line(query, hit))]);
                }
            }

            if (misses.Count > 0)
            {
                var wanted = query.Relevant.Select(judged => $"{judged.Key} ({judged.Value})");
                Console.WriteLine($"\n{query.Key} [{query.Kind}]: {query.Text}\n  wanted: {string.Join(", ", wanted.DefaultIfEmpty("nothing"))}");
                misses.ForEach(Console.WriteLine);
            }
        }
    }

    private static string Line(JudgedQuery query, EvaluationHit hit) => string.Create(CultureInfo.InvariantCulture,
        $"    {(query.Relevant.ContainsKey(hit.Key) ? '+' : '-')} {hit.Key}: score {hit.Score:F4}, similarity {hit.Similarity:F4}");
}
