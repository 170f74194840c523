namespace CommonTrace.Core.Evaluation;

/// <summary>A query of an evaluation set, and which traces it should find.</summary>
/// <param name="Key">Its name in the set.</param>
/// <param name="Kind">One of <see cref="EvaluationKind.All"/>.</param>
/// <param name="Text">What is searched for; at most 2,000 characters.</param>
/// <param name="Relevant">Grades by trace key: 3 answers it, 2 clearly helps, 1 is worth showing. Empty for a negative, and only there.</param>
public sealed record JudgedQuery(string Key, string Kind, string Text, IReadOnlyDictionary<string, int> Relevant)
{
    /// <summary>As a search has it, in characters.</summary>
    public const int LongestText = 2_000;

    public const int LowestGrade = 1;
    public const int HighestGrade = 3;
    private const int WantedGrade = 2;

    /// <summary>The traces that must come: those of grade 2 and 3, or all relevant ones when none is graded so high.</summary>
    public IReadOnlyCollection<string> Wanted()
    {
        var helping = Relevant.Where(judged => judged.Value >= WantedGrade).Select(judged => judged.Key).ToList();
        return helping.Count > 0 ? helping : [.. Relevant.Keys];
    }
}
