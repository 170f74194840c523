namespace CommonTrace.Core.Evaluation;

/// <summary>Traces, queries whose answers were judged by hand, and the split into a half to tune on and a half to report; see fixtures/README.md.</summary>
/// <param name="Traces">In the order of their keys.</param>
/// <param name="Queries">In the order of their keys.</param>
/// <param name="Split">Each query stands in one half.</param>
public sealed record EvaluationSet(IReadOnlyList<EvaluationTrace> Traces, IReadOnlyList<JudgedQuery> Queries, EvaluationSplit Split)
{
    /// <summary>The queries to tune on.</summary>
    public IReadOnlyList<JudgedQuery> Tune => [.. Queries.Where(query => Split.Tune.Contains(query.Key))];

    /// <summary>The queries to report on, which nobody who tunes reads.</summary>
    public IReadOnlyList<JudgedQuery> Report => [.. Queries.Where(query => Split.Report.Contains(query.Key))];

    /// <summary>Reads a folder: <c>traces/*.json</c>, <c>queries/*.json</c> and <c>split.json</c>.</summary>
    /// <exception cref="InvalidDataException">Something is wrong with it; says what, by file and key.</exception>
    public static EvaluationSet Read(string folder)
    {
        var files = new EvaluationFiles(folder);
        var traces = files.ReadTraces();
        var queries = files.ReadQueries(traces);
        return new(traces, queries, files.ReadCompleteSplit(queries));
    }

    /// <summary>Writes <c>split.json</c>, or adds to it the queries that are in no half yet; those that are stay where they are.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="InvalidDataException">Something else is wrong with the folder.</exception>
    public static int CompleteSplit(string folder)
    {
        var files = new EvaluationFiles(folder);
        var queries = files.ReadQueries(files.ReadTraces());
        var split = files.ReadSplit(queries);
        var complete = split.With(queries);
        var added = complete.Tune.Count + complete.Report.Count - split.Tune.Count - split.Report.Count;
        if (added > 0)
        {
            files.WriteSplit(complete);
        }

        return added;
    }
}
