using System.Security.Cryptography;
using System.Text;

namespace CommonTrace.Core.Evaluation;

/// <summary>Which queries a search may be tuned on, and which it is reported on. Once a query is in a half it stays there.</summary>
/// <param name="Tune">Keys of queries.</param>
/// <param name="Report">Keys of the others.</param>
public sealed record EvaluationSplit(IReadOnlyList<string> Tune, IReadOnlyList<string> Report)
{
    public static readonly EvaluationSplit Empty = new([], []);

    /// <summary>
    /// This split and the queries that it lacks: in the order of the SHA-256 of their keys, each goes to the half that has fewer of its kind, and
    /// to <see cref="Tune"/> when both have as many. So they alternate, and nobody chooses.
    /// </summary>
    public EvaluationSplit With(IReadOnlyCollection<JudgedQuery> queries)
    {
        var (tune, report) = (Tune.ToHashSet(), Report.ToHashSet());
        foreach (var kind in queries.GroupBy(query => query.Kind))
        {
            var keys = kind.Select(query => query.Key).ToList();
            foreach (var key in keys.Where(key => !tune.Contains(key) && !report.Contains(key)).OrderBy(Hash, StringComparer.Ordinal).ToList())
            {
                (keys.Count(tune.Contains) <= keys.Count(report.Contains) ? tune : report).Add(key);
            }
        }

        return new([.. tune.Order(StringComparer.Ordinal)], [.. report.Order(StringComparer.Ordinal)]);
    }

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
