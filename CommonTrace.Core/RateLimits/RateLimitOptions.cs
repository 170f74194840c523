using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.RateLimits;

/// <summary>How often one may call. Section <c>RateLimit</c>. Each figure is the bucket's size too: so many calls may come at once. 0 lifts that limit.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>Reads of one key in a minute. Default: 60.</summary>
    [Range(0, RateLimit.Largest)]
    public int ReadsPerMinute { get; init; } = 60;

    /// <summary>Writes of one key in a minute. Default: 20.</summary>
    [Range(0, RateLimit.Largest)]
    public int WritesPerMinute { get; init; } = 20;

    /// <summary>Calls in a minute from one address without a key, or with one that is refused. Default: 60.</summary>
    [Range(0, RateLimit.Largest)]
    public int AnonymousPerMinute { get; init; } = 60;
}
