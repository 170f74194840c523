using System.ComponentModel.DataAnnotations;

namespace CommonTrace.Core.Jobs;

/// <summary>How jobs are claimed and tried again. Section <c>Queue</c>.</summary>
public sealed class QueueOptions
{
    public const string Section = "Queue";

    /// <summary>How long a claim holds before others may take the job. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait between two attempts. Default: 300 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(300);
}
