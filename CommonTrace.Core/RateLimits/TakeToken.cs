using CommonTrace.Core.Users;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.RateLimits;

/// <summary>What a call counts as: each has buckets of its own.</summary>
public enum LimitedCall
{
    /// <summary>A read by a key.</summary>
    Read,

    /// <summary>A write by a key.</summary>
    Write,

    /// <summary>A call from an address, without a key or with one that is refused.</summary>
    Anonymous,

    /// <summary>A registration from an address.</summary>
    Registration,
}

/// <summary>Takes the token that a call costs: from the bucket that all processes share, or from this process' own while Redis is away.</summary>
public sealed class TakeToken(RedisBuckets shared, LocalBuckets own, IOptions<RateLimitOptions> options, IOptions<AuthOptions> auth)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Runs it. Redis neither fails nor delays it by more than a fraction of a second.</summary>
    /// <param name="call">What the call counts as.</param>
    /// <param name="caller">Whose bucket it is: the key's id, or the address.</param>
    /// <returns>What became of it; null when there is no such limit.</returns>
    public async Task<TakenToken?> ExecuteAsync(LimitedCall call, string caller, CancellationToken cancellationToken)
    {
        var limit = LimitOf(call);
        if (limit.Size == 0)
        {
            return null;
        }

        var bucket = $"{call}:{caller}";
        return await shared.TakeAsync(bucket, limit, cancellationToken) ?? own.Take(bucket, limit);
    }

    private RateLimit LimitOf(LimitedCall call) => call switch
    {
        LimitedCall.Read => new(options.Value.ReadsPerMinute, Minute),
        LimitedCall.Write => new(options.Value.WritesPerMinute, Minute),
        LimitedCall.Anonymous => new(options.Value.AnonymousPerMinute, Minute),
        LimitedCall.Registration => new(auth.Value.RegistrationsPerHour, Hour),
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, "A call without a limit."),
    };
}
