using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Jobs;

/// <summary>One unit of embedding work, kept from birth to the end, across its attempts.</summary>
public sealed class EmbeddingJob : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid TraceId { get; init; }

    public string Status { get; init; } = JobStatus.Pending;

    /// <summary>Higher goes first; 0 is a contributed trace.</summary>
    public short Priority { get; init; }

    /// <summary>How often it was claimed; the running attempt's number, from 1.</summary>
    public int Attempt { get; init; }

    public int MaxAttempts { get; init; } = 5;

    /// <summary>Not claimed before this moment of the database's clock.</summary>
    public DateTimeOffset ScheduledAt { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>The content that the job embeds; a trace edited meanwhile has another.</summary>
    public required byte[] ContentHash { get; init; }

    public string? ErrorCode { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? EmbeddingModel { get; init; }

    public int? VectorCount { get; init; }

    public int? ProcessingTimeMs { get; init; }

    public int? TokenCount { get; init; }

    /// <summary>W3C trace context of the request that asked for it.</summary>
    public string? Traceparent { get; init; }
}

/// <summary>Where a job stands; a retry is <see cref="Pending"/> again, a <see cref="Failed"/> job is the dead letter.</summary>
public static class JobStatus
{
    public const string Pending = "pending";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";
}

internal sealed class EmbeddingJobConfiguration : IEntityTypeConfiguration<EmbeddingJob>
{
    public void Configure(EntityTypeBuilder<EmbeddingJob> builder)
    {
        builder.ToTable("embedding_jobs", table =>
        {
            table.HasCheckConstraint("ck_embedding_jobs_status", "status in ('pending', 'processing', 'completed', 'failed')");
            table.HasCheckConstraint("ck_embedding_jobs_attempt", "attempt >= 0 and max_attempts > 0");
            table.HasCheckConstraint("ck_embedding_jobs_lease", "(status = 'processing') = (lease_expires_at is not null)");
            table.HasCheckConstraint("ck_embedding_jobs_claimed_by", "(status = 'processing') = (claimed_by is not null)");
            table.HasCheckConstraint("ck_embedding_jobs_completed_at", "(status in ('completed', 'failed')) = (completed_at is not null)");
            table.HasCheckConstraint("ck_embedding_jobs_failed", "status <> 'failed' or error_code is not null");
        });
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasKey(job => job.Id);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(job => job.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Trace>().WithMany().HasForeignKey(job => job.TraceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(job => job.ScheduledAt).HasDefaultValueSql("now()");
        builder.Property(job => job.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(job => job.UpdatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(job => new { job.Priority, job.ScheduledAt, job.Id }, "ix_embedding_jobs_due")
            .IsDescending(true, false, false).HasFilter("status = 'pending'");
        builder.HasIndex(job => job.LeaseExpiresAt, "ix_embedding_jobs_lease").HasFilter("status = 'processing'");
        builder.HasIndex(job => job.TraceId, "ix_embedding_jobs_live").IsUnique().HasFilter("status in ('pending', 'processing')");
        builder.HasIndex(job => job.TraceId, "ix_embedding_jobs_trace_id");
        builder.HasIndex(job => job.TenantId, "ix_embedding_jobs_tenant_id");
    }
}
