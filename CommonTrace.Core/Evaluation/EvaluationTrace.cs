namespace CommonTrace.Core.Evaluation;

/// <summary>A trace of an evaluation set.</summary>
/// <param name="Key">Its name in the set, which the judgements use.</param>
/// <param name="Title">As of any trace; its limits are those of an import.</param>
/// <param name="ContextText">The situation.</param>
/// <param name="SolutionText">What fixed it.</param>
/// <param name="Tags">Its tags.</param>
public sealed record EvaluationTrace(string Key, string Title, string ContextText, string SolutionText, IReadOnlyList<string> Tags);
