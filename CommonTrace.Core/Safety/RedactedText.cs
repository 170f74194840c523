namespace CommonTrace.Core.Safety;

/// <summary>A text without the personal data that was found in it, and what was taken out, in order.</summary>
public sealed record RedactedText(string Text, IReadOnlyList<Redaction> Redactions);

/// <summary>One piece of personal data that was taken out of a text.</summary>
/// <param name="Kind">One of the names in <see cref="PersonalData"/>.</param>
/// <param name="Line">The line of the text as it was given where the piece began, from 1.</param>
/// <param name="Column">Its place in that line, from 1, in Unicode scalar values.</param>
public sealed record Redaction(string Kind, int Line, int Column);
