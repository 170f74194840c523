using CommonTrace.Core;

namespace CommonTrace.Api.Pages;

/// <summary>What can only go wrong in a browser.</summary>
internal static class PageFailures
{
    public static readonly Failure FormExpired = new(
        FailureKind.Invalid, "page.form_expired", "This form was made before you signed in or out, or not by this site. Go back, load the page again, and send it once more.");

    public static readonly Failure FormSentBefore = new(
        FailureKind.Conflict, "page.form_sent_before", "This form was sent before, with other words, and stored as they were. Send it once more to store this as another trace.");
}
