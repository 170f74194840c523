using CommonTrace.Core.Safety;

namespace CommonTrace.Core.Moderation;

/// <summary>Why somebody flags, restores or removes a trace, as it may be stored; null when nothing was said.</summary>
internal sealed record ModerationReason(string? Text)
{
    /// <summary>Lets it through the safety gates.</summary>
    public static Result<ModerationReason> Screen(string? reason) =>
        ScreenTexts.Execute([new("reason", reason, TraceFlag.LongestReason)]).Succeeded(out var texts, out var failure)
            ? new ModerationReason(texts["reason"])
            : failure;
}
