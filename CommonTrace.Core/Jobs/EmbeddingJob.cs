using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
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

    /// <summary>Higher goes first: 0 a contributed trace, -5 one that came in bulk, -10 one that another model embeds anew.</summary>
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

    /// <summary>What failed attempts met, the newest 20: a JSON array of <c>{attempt, at, code, error}</c>.</summary>
    public string Errors { get; init; } = "[]";

    /// <summary>The set that a re-embedding fills; null for the one that searches read.</summary>
    public Guid? EmbeddingSetId { get; init; }

    /// <summary>Whether the text was longer than the model takes, and was cut.</summary>
    public bool Truncated { get; init; }

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

    /// <summary>All there are, in the order of a job's life.</summary>
    public static readonly IReadOnlyList<string> All = [Pending, Processing, Completed, Failed];
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
            table.HasCheckConstraint("ck_embedding_jobs_errors", "jsonb_typeof(errors) = 'array'");
            table.HasCheckConstraint("ck_embedding_jobs_failed", "status <> 'failed' or error_code is not null");
        });
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasStorageParameter("autovacuum_vacuum_scale_factor", 0.02);
        builder.HasStorageParameter("autovacuum_vacuum_insert_scale_factor", 0.02);
        builder.HasStorageParameter("autovacuum_analyze_scale_factor", 0.02);
        builder.HasStorageParameter("autovacuum_vacuum_cost_delay", 0);
        builder.HasKey(job => job.Id);
        builder.HasOne<Trace>().WithMany().OfTenant(job => new { job.TenantId, job.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<EmbeddingSetRow>().WithMany().HasForeignKey(job => job.EmbeddingSetId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(job => job.Errors).HasColumnType("jsonb").HasDefaultValueSql("'[]'::jsonb");
        builder.Property(job => job.Truncated).HasDefaultValue(false);
        builder.Property(job => job.ScheduledAt).HasDefaultValueSql("now()");
        builder.Property(job => job.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(job => job.UpdatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(job => new { job.Priority, job.TenantId, job.ScheduledAt, job.Id }, "ix_embedding_jobs_due")
            .IsDescending(true, false, false, false).HasFilter("status = 'pending' and embedding_set_id is null");
        builder.HasIndex(job => new { job.Priority, job.TenantId, job.ScheduledAt, job.Id }, "ix_embedding_jobs_due_next")
            .IsDescending(true, false, false, false).HasFilter("status = 'pending' and embedding_set_id is not null");
        builder.HasIndex(job => job.LeaseExpiresAt, "ix_embedding_jobs_lease").HasFilter("status = 'processing'");
        builder.HasIndex(job => new { job.TraceId, job.EmbeddingSetId }, "ix_embedding_jobs_live").IsUnique().AreNullsDistinct(false)
            .HasFilter("status in ('pending', 'processing')");
        builder.HasIndex(job => job.TraceId, "ix_embedding_jobs_trace_id");
        builder.HasIndex(job => new { job.TenantId, job.Status, job.Id }, "ix_embedding_jobs_tenant_id");
        builder.HasIndex(job => job.CompletedAt, "ix_embedding_jobs_completed_at").HasFilter("status = 'completed'");
        builder.HasIndex(job => new { job.ErrorCode, job.CompletedAt }, "ix_embedding_jobs_failed").HasFilter("status = 'failed'");
        builder.HasIndex(job => job.EmbeddingSetId, "ix_embedding_jobs_embedding_set_id").HasFilter("embedding_set_id is not null");
    }
}
