using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Jobs;

/// <summary>How jobs are claimed, tried again and kept. Section <c>Queue</c>.</summary>
public sealed class QueueOptions
{
    public const string Section = "Queue";

    /// <summary>How long a claim holds before others may take the job; renewed at a third of it. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait between two attempts. Default: 300 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long completed jobs are kept; failed ones are never removed. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);
}
