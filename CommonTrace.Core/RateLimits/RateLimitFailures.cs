namespace CommonTrace.Core.RateLimits;

/// <summary>What can be expected to fail about limits.</summary>
public static class RateLimitFailures
{
    /// <summary>There was no token left.</summary>
    public static Failure Exceeded(LimitedCall call, TakenToken refused)
    {
        var limit = call switch
        {
            LimitedCall.Read => $"A key may read {refused.Limit} times a minute",
            LimitedCall.Write => $"A key may write {refused.Limit} times a minute",
            LimitedCall.Anonymous => $"Without a valid key, an address may call {refused.Limit} times a minute",
            _ => $"From one address, {refused.Limit} registrations an hour are taken",
        };
        var seconds = Math.Ceiling(refused.RetryAfter.TotalSeconds);
        return new(FailureKind.TooMany, "rate_limit.exceeded", $"{limit}; come again in {seconds} s.", RetryAfter: refused.RetryAfter);
    }
}
