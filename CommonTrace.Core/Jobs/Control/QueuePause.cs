using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Jobs.Control;

/// <summary>Somebody's wish that nothing is claimed. While there is one that has neither ended nor expired, the queue is paused.</summary>
internal sealed class QueuePause
{
    /// <summary>Whether there is one: the condition under which nothing is claimed.</summary>
    public const string IsHeld = "exists (select from queue_pauses p where p.ended_at is null and (p.expires_at is null or p.expires_at > now()))";

    public required Guid Id { get; init; }

    public required string Reason { get; init; }

    public required Guid OwnerId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Guid? EndedBy { get; init; }
}

internal sealed class QueuePauseConfiguration : IEntityTypeConfiguration<QueuePause>
{
    public void Configure(EntityTypeBuilder<QueuePause> builder)
    {
        builder.ToTable("queue_pauses", table => table.HasCheckConstraint("ck_queue_pauses_reason", "length(reason) between 1 and 500"));
        builder.HasKey(pause => pause.Id);
        builder.Property(pause => pause.CreatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(pause => pause.CreatedAt, "ix_queue_pauses_held").HasFilter("ended_at is null");
    }
}
