namespace CommonTrace.Core.RateLimits;

/// <summary>
/// A token bucket that refills continuously. Its whole state is one number, the moment at which it will be full: a token moves it on by
/// <see cref="Interval"/>, and it is never further away than <see cref="UntilFull"/> (the generic cell rate algorithm, ITU-T I.371).
/// </summary>
/// <param name="Size">How many tokens it holds, from 1 to <see cref="Largest"/>.</param>
/// <param name="Period">In which time it fills.</param>
public readonly record struct RateLimit(int Size, TimeSpan Period)
{
    /// <summary>The largest size; with more, an interval in whole microseconds would be too coarse.</summary>
    public const int Largest = 1_000_000;

    /// <summary>The time for one token, in whole microseconds: a sum of rounded ones would refuse the last token of a full bucket.</summary>
    public TimeSpan Interval => TimeSpan.FromMicroseconds((long)(Period.TotalMicroseconds / Size));

    /// <summary>How long an empty bucket takes to fill.</summary>
    public TimeSpan UntilFull => Interval * Size;

    /// <summary>What became of a request for a token.</summary>
    /// <param name="isTaken">Whether there was one.</param>
    /// <param name="untilFull">How long the bucket then took to be full.</param>
    public TakenToken Answer(bool isTaken, TimeSpan untilFull)
    {
        var untilToken = untilFull + Interval - UntilFull;
        return new(isTaken, Size, (int)((UntilFull - untilFull).Ticks / Interval.Ticks), isTaken ? TimeSpan.Zero : untilToken, untilFull);
    }
}

/// <summary>What became of a request for a token.</summary>
/// <param name="IsTaken">Whether there was one.</param>
/// <param name="Limit">How many the bucket holds.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="RetryAfter">How long to wait for the next; zero when one was taken.</param>
/// <param name="UntilFull">How long until the bucket is full.</param>
public sealed record TakenToken(bool IsTaken, int Limit, int Remaining, TimeSpan RetryAfter, TimeSpan UntilFull);
