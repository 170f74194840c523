using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Jobs.History;

/// <summary>How the queue stood at the beginning of a minute, and what was done in the minute before. A minute without a row was missed.</summary>
internal sealed class QueueMinute
{
    public required DateTimeOffset At { get; init; }

    public required long Pending { get; init; }

    public required long Due { get; init; }

    public required long Processing { get; init; }

    /// <summary>How many dead letters there were.</summary>
    public required long Failed { get; init; }

    public double? OldestDueSeconds { get; init; }

    /// <summary>From a minute before <see cref="At"/> until then.</summary>
    public required long CompletedInMinute { get; init; }

    public required long FailedInMinute { get; init; }
}

internal sealed class QueueMinuteConfiguration : IEntityTypeConfiguration<QueueMinute>
{
    public void Configure(EntityTypeBuilder<QueueMinute> builder)
    {
        builder.ToTable("queue_history", table => table.HasCheckConstraint("ck_queue_history_at", "at = date_trunc('minute', at, 'UTC')"));
        builder.HasKey(minute => minute.At);
    }
}
