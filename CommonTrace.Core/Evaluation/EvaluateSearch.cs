namespace CommonTrace.Core.Evaluation;

/// <summary>Asks a search the queries of an evaluation set, in each mode, and says how well the answers fit.</summary>
public static class EvaluateSearch
{
    /// <summary>How many traces an answer may hold.</summary>
    public const int MostResults = 10;

    /// <summary>The modes that are compared, in the table's order.</summary>
    public static readonly IReadOnlyList<string> Modes = ["keyword", "semantic", "hybrid"];

    /// <summary>Runs it, one query after the other.</summary>
    /// <param name="queries">What is asked.</param>
    /// <param name="modes">Those of <see cref="Modes"/> that the search knows.</param>
    /// <param name="search">Answers a text and a mode with the keys of traces, best first, at most <see cref="MostResults"/>.</param>
    /// <param name="cancellationToken">Stops between two queries.</param>
    /// <returns>A row for each kind that was asked and for all, by mode.</returns>
    /// <exception cref="InvalidOperationException">An answer holds too many traces, or one twice.</exception>
    public static async Task<IReadOnlyList<RelevanceRow>> ExecuteAsync(
        IReadOnlyList<JudgedQuery> queries,
        IReadOnlyList<string> modes,
        Func<string, string, CancellationToken, Task<IReadOnlyList<string>>> search,
        CancellationToken cancellationToken)
    {
        var answers = new List<JudgedAnswer>();
        foreach (var mode in modes)
        {
            foreach (var query in queries)
            {
                var found = await search(query.Text, mode, cancellationToken);
                if (found.Count > MostResults || found.Distinct().Count() < found.Count)
                {
                    throw new InvalidOperationException($"{query.Key}, {mode}: more than {MostResults} traces came, or one came twice: {string.Join(", ", found)}.");
                }

                answers.Add(new(query.Kind, mode, RelevanceFigures.Of(query, found)));
            }
        }

        return RelevanceTable.Of(answers);
    }
}
