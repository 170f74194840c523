using CommonTrace.Core;
using CommonTrace.Core.Jobs.Control;

namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>What was typed into one of the queue's forms.</summary>
/// <param name="Action"><c>pause</c>, <c>drain</c> or <c>quiesce</c>.</param>
/// <param name="TimeoutSeconds">How long to wait for the end of the work.</param>
/// <param name="ExpiresInSeconds">How long the pause holds at most; null for until it is ended.</param>
public sealed record QueueForm(string Action, string? Reason, int? TimeoutSeconds, int? ExpiresInSeconds)
{
    /// <summary>What is wrong with it, as REST judges it; null when nothing is.</summary>
    public Failure? Fault =>
        Reason is null && Action is not QueueWait.Drain ? Failure.Field("reason", "is required: whoever meets the pause reads it.")
        : Reason?.Length > HeldPause.LongestReason ? Failure.Field("reason", $"must be at most {HeldPause.LongestReason} characters.")
        : TimeoutSeconds is < 1 or > DrainQueue.LongestSeconds ? Failure.Field("timeout_seconds", $"must be from 1 to {DrainQueue.LongestSeconds}.")
        : ExpiresInSeconds is < 1 or > HeldPause.LongestSeconds ? Failure.Field("expires_in_seconds", $"must be from 1 to {HeldPause.LongestSeconds}.")
        : null;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds ?? DrainQueue.DefaultSeconds);

    public TimeSpan? ExpiresIn => ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
