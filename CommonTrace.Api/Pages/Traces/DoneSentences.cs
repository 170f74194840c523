namespace CommonTrace.Api.Pages.Traces;

/// <summary>What a page says after a form was done, by the word that the redirect names.</summary>
internal static class DoneSentences
{
    /// <summary>The sentence; null for a word that nobody gave out.</summary>
    public static string? Of(string? done) => done switch
    {
        "voted" => "Your vote is counted. You can change or withdraw it below.",
        "withdrawn" => "Your vote is withdrawn.",
        "solved" => "Noted that it solved your problem. Thank you: that is what others go by.",
        "failed" => "Noted that it did not solve your problem. If you found what does, propose a better solution.",
        "outcome-uncounted" => "Noted, but not counted: an outcome counts from those who opened the trace before and did not write it.",
        "flagged" => "Flagged. A moderator will look at it.",
        "proposed" => "Your amendment is proposed. The author or a moderator decides about it.",
        "accepted" => "The amendment is accepted: the trace now says what it proposed. Both authors are credited.",
        "rejected" => "The amendment is rejected. The trace stays as it is.",
        "reverted" => "The trace says again what it said in that version.",
        "edited" => "Saved. The trace is found by its new meaning once it is embedded.",
        "contributed" => "Stored. The trace is found by its meaning once it is embedded.",
        "duplicate" => "Somebody shared the same before: this is that trace. Nothing was stored.",
        _ => null,
    };
}
