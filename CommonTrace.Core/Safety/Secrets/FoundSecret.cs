namespace CommonTrace.Core.Safety.Secrets;

/// <summary>Where a secret stands in a text. What it is stays out of the record, so that no log and no answer can repeat it.</summary>
/// <param name="Kind">The rule that found it, such as <c>github_token</c>.</param>
/// <param name="Start">The index of its first UTF-16 unit.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Line">From 1; lines end with LF, CR LF or CR.</param>
/// <param name="Column">From 1, counted in Unicode scalar values.</param>
public sealed record FoundSecret(string Kind, int Start, int Length, int Line, int Column);
