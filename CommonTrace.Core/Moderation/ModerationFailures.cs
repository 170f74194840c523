namespace CommonTrace.Core.Moderation;

/// <summary>What can be expected to fail about flags.</summary>
public static class ModerationFailures
{
    public static Failure OwnTrace(Guid id) => new(
        FailureKind.Forbidden, "flag.own_trace", $"The trace {id} is your own; change or delete it instead of flagging it.");
}
