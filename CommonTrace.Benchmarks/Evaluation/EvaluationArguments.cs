using CommonTrace.Tests.Architecture;

namespace CommonTrace.Benchmarks.Evaluation;

/// <summary>What <c>eval</c> was asked to do.</summary>
/// <param name="Folder">Where the evaluation set is.</param>
/// <param name="Action">One of <see cref="Actions"/>; null to print the tables.</param>
/// <param name="Half"><c>tune</c> or <c>report</c>; null for both.</param>
internal sealed record EvaluationArguments(string Folder, string? Action, string? Half)
{
    public const string Write = "--write";
    public const string Misses = "--misses";
    public const string Pool = "--pool";
    public const string Split = "--split";
    public const string Tune = "tune";
    public const string Report = "report";

    public const string Usage =
        """
        eval [folder] [--half tune|report]   prints how well the search finds what it should; the folder is fixtures/evaluation unless given
        eval --write                         the same, and renews the table of the report half in docs/search.md
        eval [folder] --misses               prints the queries of the tune half that miss, and what came instead
        eval [folder] --pool [--half …]      prints as JSON what came among the first eight and is not judged yet
        eval [folder] --split                writes split.json, or adds the queries that it lacks
        """;

    private static readonly string[] Actions = [Write, Misses, Pool, Split];
    private static readonly string[] Halves = [Tune, Report];
    private static readonly string Standard = Path.Combine(Repository.Root.FullName, "fixtures", "evaluation");

    /// <summary>Null when they cannot be understood.</summary>
    public static EvaluationArguments? Read(string[] args) => Read(new(Standard, null, null), args);

    // The page tells of the project's own set; misses are shown of the tune half alone, so that nobody tunes on the other.
    private bool IsPossible => Action switch
    {
        Write => Half is null && Folder == Standard,
        Misses or Split => Half is null,
        _ => true,
    };

    private static EvaluationArguments? Read(EvaluationArguments asked, string[] args) => args switch
    {
        [] => asked.IsPossible ? asked : null,
        ["--half", var half, .. var more] when Halves.Contains(half) => Read(asked with { Half = half }, more),
        [var action, .. var more] when Actions.Contains(action) && asked.Action is null => Read(asked with { Action = action }, more),
        [var folder, .. var more] when !folder.StartsWith('-') => Read(asked with { Folder = folder }, more),
        _ => null,
    };
}
