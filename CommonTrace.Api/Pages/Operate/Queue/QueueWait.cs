namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>Somebody's wait for the end of the work, which this server keeps for them.</summary>
/// <param name="Kind"><c>drain</c>, or <c>quiesce</c>: a drain that ends in a pause.</param>
/// <param name="Timeout">How long it lasts at most.</param>
/// <param name="Ending">How it ended; null while it lasts.</param>
public sealed record QueueWait(Guid Id, string Kind, Guid OwnerId, string? Reason, DateTimeOffset StartedAt, TimeSpan Timeout, WaitEnding? Ending = null)
{
    public const string Drain = "drain";
    public const string Quiesce = "quiesce";
}

/// <summary>How a wait ended.</summary>
/// <param name="Word"><c>drained</c>, <c>timeout</c>, <c>paused</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Sentence">What that means.</param>
public sealed record WaitEnding(DateTimeOffset At, string Word, string Sentence);
