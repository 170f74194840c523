using CommonTrace.Core;

namespace CommonTrace.Api.Mcp.Calls;

/// <summary>What can be expected to fail about a call before and around its verb.</summary>
internal static class CallFailures
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>The server failed so often in a row that it is left alone.</summary>
    public static Failure LeftAlone(TimeSpan wait) => new(
        FailureKind.Unavailable, "server.unavailable", $"CommonTrace failed {CallBreaker.Failures} times in a row and is left alone for a moment.", RetryAfter: wait);

    /// <summary>The call was given up.</summary>
    public static Failure TookTooLong(CallPolicy policy) => new(
        FailureKind.Unavailable, "server.timeout",
        $"CommonTrace did not answer within {policy.Limit.TotalSeconds} s"
        + (policy.IsRead ? "." : "; what you sent may have been stored all the same, so look before you send it again."),
        RetryAfter: Soon);

    /// <summary>Something nobody expected; the server's log tells it under the request's id.</summary>
    public static Failure Unexpected(string requestId) => new(
        FailureKind.Unavailable, "server.failed", $"The server failed; its log tells more under request {requestId}.");
}
