namespace CommonTrace.Core.RateLimits;

/// <summary>
/// The buckets of this process, for while Redis is away. At most twice <see cref="Generation"/> are kept; then those that were not used for
/// longest are forgotten, which makes them full.
/// </summary>
public sealed class LocalBuckets(TimeProvider time)
{
    /// <summary>After so many buckets a new generation begins; two of them take about 20 MB.</summary>
    public const int Generation = 50_000;

    private readonly Lock _lock = new();
    private Dictionary<string, TimeSpan> _young = [];
    private Dictionary<string, TimeSpan> _old = [];

    /// <summary>How many buckets are kept.</summary>
    internal int Count => _young.Count + _old.Count;

    /// <summary>Takes a token from a bucket, if there is one.</summary>
    public TakenToken Take(string bucket, RateLimit limit)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(0);
            var full = FullAt(bucket);
            var untilFull = full > now ? full - now : TimeSpan.Zero;
            var isTaken = untilFull + limit.Interval <= limit.UntilFull;
            untilFull += isTaken ? limit.Interval : TimeSpan.Zero;
            Keep(bucket, now + untilFull);
            return limit.Answer(isTaken, untilFull);
        }
    }

    private TimeSpan FullAt(string bucket) => _young.TryGetValue(bucket, out var full) || _old.TryGetValue(bucket, out full) ? full : TimeSpan.Zero;

    private void Keep(string bucket, TimeSpan full)
    {
        if (_young.Count >= Generation && !_young.ContainsKey(bucket))
        {
            (_old, _young) = (_young, []);
        }

        _young[bucket] = full;
    }
}
