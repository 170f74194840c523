using CommonTrace.Core;

namespace CommonTrace.Api.Pages.Traces;

/// <summary>A form that was refused: why, and what was typed, so that nobody types it twice.</summary>
/// <param name="Form">Its name, such as <c>vote</c>.</param>
/// <param name="Typed">By the names of the fields.</param>
public sealed record FailedForm(string Form, Failure Failure, params (string Field, string? Text)[] Typed)
{
    /// <summary>What was typed into a field of a form; null for another form.</summary>
    public static string? TextOf(FailedForm? failed, string form, string field) =>
        failed?.Form == form ? failed.Typed.FirstOrDefault(typed => typed.Field == field).Text : null;
}
