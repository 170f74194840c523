namespace CommonTrace.Core.Evaluation;

/// <summary>The kinds of queries in an evaluation set; each has a row in the table.</summary>
public static class EvaluationKind
{
    /// <summary>What no trace answers: the right answer is an empty one.</summary>
    public const string Negative = "negative";

    /// <summary>All kinds, in the table's order.</summary>
    public static readonly IReadOnlyList<string> All =
        ["keyword", "sentence", "title", "error", "identifier", "tags", "paraphrase", "typo", "across", Negative];
}
