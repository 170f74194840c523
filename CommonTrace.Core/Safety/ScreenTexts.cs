using CommonTrace.Core.Safety.Secrets;
using CommonTrace.Core.Traces;

namespace CommonTrace.Core.Safety;

/// <summary>
/// The gates that every text passes before it is stored, cheap first: normalised, refused when it holds a secret, personal data replaced in
/// place, signs of injection or danger noted. See docs/safety.md.
/// </summary>
public static class ScreenTexts
{
    /// <summary>Runs it over all texts of a call at once, so that all that is wrong is told at once.</summary>
    /// <param name="fields">The texts, by the names that the caller knows them by. Null texts pass.</param>
    /// <returns>What may be stored, or <c>safety.secret_detected</c>, or <c>validation.failed</c> when nothing or too much is left of a text.</returns>
    public static Result<ScreenedTexts> Execute(params IReadOnlyList<TextField> fields)
    {
        var screened = fields.Where(field => field.Text is not null)
            .Select(field => (Field: field, Text: field.IsJson ? JsonScreen.Of(field.Name, field.Text!) : Plain(field.Name, field.Text!))).ToList();
        if (screened.SelectMany(text => text.Text.Secrets).ToList() is [_, ..] secrets)
        {
            return SafetyFailures.SecretDetected(secrets);
        }

        foreach (var (field, text) in screened)
        {
            // What was replaced or composed may be longer than what was sent, and what was invisible is gone.
            if (FaultOf(field, text.Text) is { } fault)
            {
                return Failure.Field(field.Name, $"once personal data is replaced and invisible characters are removed, it {fault}");
            }
        }

        return new ScreenedTexts(
            screened.ToDictionary(text => text.Field.Name, text => text.Text.Text),
            [.. screened.SelectMany(text => text.Text.Redactions)],
            [.. screened.SelectMany(text => text.Text.Flags).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>Screens a text that is no JSON.</summary>
    internal static ScreenedText Plain(string field, string original)
    {
        var text = TextNormalization.Normalize(original);
        var secrets = SecretScanner.Find(text);
        if (secrets.Count > 0)
        {
            return new ScreenedText(text, [.. secrets.Select(secret => new TextFinding(secret.Kind, field, secret.Line, secret.Column))], [], []);
        }

        var redacted = PersonalData.Redact(text);
        var flags = DangerMarks.Find(redacted.Text);
        return new ScreenedText(
            redacted.Text, [],
            [.. redacted.Redactions.Select(redaction => new TextFinding(redaction.Kind, field, redaction.Line, redaction.Column))],
            ReferenceEquals(text, original) || !DangerMarks.HadHiddenText(original) ? flags : [.. flags, DangerMarks.HiddenText]);
    }

    private static string? FaultOf(TextField field, string text) =>
        field.IsJson ? MetadataRule.SizeFaultOf(text) : ReferenceEquals(text, field.Text) ? null : TextRule.FaultOf(text, field.Shortest, field.Longest);
}

/// <summary>A text that a caller wants stored.</summary>
/// <param name="Name">The field's name on the wire.</param>
/// <param name="Text">The text; null when it was not given.</param>
/// <param name="Longest">The most characters it may have, in Unicode scalar values.</param>
/// <param name="Shortest">The fewest.</param>
/// <param name="IsJson">Whether it is a JSON document, in which each string is a text.</param>
public sealed record TextField(string Name, string? Text, int Longest, int Shortest = 1, bool IsJson = false);

/// <summary>Something found in a text; never the thing itself.</summary>
/// <param name="Kind">What, such as <c>github_token</c> or <c>email</c>.</param>
/// <param name="Field">The field's name on the wire.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in Unicode scalar values.</param>
public sealed record TextFinding(string Kind, string Field, int Line, int Column);

/// <summary>Texts that may be stored.</summary>
/// <param name="Texts">By field.</param>
/// <param name="Redactions">What was replaced.</param>
/// <param name="Flags">Signs of injection or danger, each once, sorted.</param>
public sealed record ScreenedTexts(IReadOnlyDictionary<string, string> Texts, IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags)
{
    /// <summary>A field's text as it may be stored; null when none was given.</summary>
    public string? this[string field] => Texts.GetValueOrDefault(field);
}

/// <summary>One text behind the gates.</summary>
internal sealed record ScreenedText(string Text, IReadOnlyList<TextFinding> Secrets, IReadOnlyList<TextFinding> Redactions, IReadOnlyList<string> Flags)
{
    /// <summary>The same with all findings at one place.</summary>
    public ScreenedText MovedTo((int Line, int Column) place) => this with
    {
        Secrets = [.. Secrets.Select(finding => finding with { Line = place.Line, Column = place.Column })],
        Redactions = [.. Redactions.Select(finding => finding with { Line = place.Line, Column = place.Column })],
    };
}
