namespace CommonTrace.Tests.Safety;

/// <summary>A line of the corpus in fixtures/safety: a text, and what a gate has to find in it.</summary>
/// <param name="Family">The gate and the group of its rules, such as <c>secrets.forge</c>.</param>
/// <param name="Finds">The kinds, one for each finding; empty when the text has to pass.</param>
/// <param name="Text">What is examined; of the family <c>quality</c> title, context and solution instead.</param>
internal sealed record SafetyCase(string Family, IReadOnlyList<string> Finds, string? Text = null, string? Title = null, string? Context = null, string? Solution = null);
