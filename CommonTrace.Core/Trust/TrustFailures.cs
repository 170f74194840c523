namespace CommonTrace.Core.Trust;

/// <summary>What can be expected to fail about votes and reputations.</summary>
public static class TrustFailures
{
    public static readonly Failure FeedbackTagMissing = Failure.Field(
        "feedback_tag", "is required for a down-vote: outdated, wrong, security_concern or spam.");

    public static Failure OwnTrace(Guid traceId) => new(
        FailureKind.Forbidden, "vote.own_trace", $"Trace {traceId} is your own; only others can vote for it.");

    public static Failure VoteExists(Guid traceId) => new(
        FailureKind.Conflict, "vote.exists", $"You voted for trace {traceId} already; change that with PUT, or withdraw it with DELETE /api/v1/traces/{traceId}/vote.");

    public static Failure VoteNotFound(Guid traceId) => new(
        FailureKind.NotFound, "vote.not_found", $"You have no vote for trace {traceId}; cast one with POST /api/v1/traces/{traceId}/votes.");

    public static Failure UserNotFound(Guid userId) => new(FailureKind.NotFound, "user.not_found", $"There is no user {userId}.");
}
