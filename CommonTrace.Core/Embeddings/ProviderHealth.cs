using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Embeddings;

/// <summary>
/// How the provider fares as this process sees it. While call after call fails, no job is to blame: jobs go back without losing an
/// attempt, and the wait grows, so that an outage of any length costs no trace its embedding.
/// </summary>
public sealed class ProviderHealth(IOptions<QueueOptions> options)
{
    private const int FaultsUntilDown = 3;

    private static readonly TimeSpan LongestAskedDelay = TimeSpan.FromHours(1);

    private int _faults;

    public void Succeeded() => Interlocked.Exchange(ref _faults, 0);

    /// <summary>Takes note of a failed call, and says whose fault it is.</summary>
    public ProviderFault Failed(ProviderFault fault) =>
        fault.IsPermanent || Interlocked.Increment(ref _faults) <= FaultsUntilDown ? fault : fault with { IsProviders = true };

    /// <summary>
    /// How long to wait before the next attempt: exponential with full jitter, a random part of min(2^n s, the longest), where n is the
    /// job's attempt or the number of calls that failed in a row; at least what the provider asked for, up to an hour.
    /// </summary>
    public TimeSpan BackOff(ProviderFault fault, int attempt)
    {
        var longest = Math.Min(Math.Pow(2, Math.Max(attempt, _faults)), options.Value.LongestBackOff.TotalSeconds);
        var backOff = Random.Shared.NextDouble() * TimeSpan.FromSeconds(longest);
        var asked = fault.RetryAfter ?? TimeSpan.Zero;
        return asked > LongestAskedDelay ? LongestAskedDelay : asked > backOff ? asked : backOff;
    }
}
