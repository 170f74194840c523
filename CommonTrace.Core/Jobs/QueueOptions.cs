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

    /// <summary>
    /// How many traces must be due before the vector index is taken away until they are embedded; they must also be more than half of
    /// what is embedded already. Default: 20,000. Raise it where the provider is slow, or searches must stay fast meanwhile.
    /// </summary>
    [Range(10, int.MaxValue)]
    public int BulkFrom { get; init; } = 20_000;

    /// <summary>
    /// The most memory that building a vector index takes, in megabytes (2^20 bytes), beyond what PostgreSQL's own
    /// <c>maintenance_work_mem</c> allows. Default: 1,024, enough for 100,000 vectors of 1,536 components; beyond that the build slows down.
    /// </summary>
    [Range(1, 1_048_576)]
    public int IndexMegabytes { get; init; } = 1_024;
}
