using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Audit;

/// <summary>Who did what to the system, when, and why. Written in the statement that does it.</summary>
internal sealed class AuditEntry
{
    public required Guid Id { get; init; }

    /// <summary>The user; no foreign key, so that the record outlives them.</summary>
    public required Guid ActorId { get; init; }

    /// <summary>What was done, such as <c>queue.pause</c>.</summary>
    public required string Action { get; init; }

    public string? Reason { get; init; }

    /// <summary>What it was done to and what came of it, as JSON.</summary>
    public required string Detail { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_log");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Detail).HasColumnType("jsonb");
        builder.Property(entry => entry.CreatedAt).HasDefaultValueSql("now()");
    }
}
