using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pgvector;

namespace CommonTrace.Core.Traces;

/// <summary>One shared lesson: the situation it was met in, and what fixed it.</summary>
public sealed class Trace : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required string Title { get; init; }

    public required string ContextText { get; init; }

    public required string SolutionText { get; init; }

    /// <summary>SHA-256 of the embedding text: equal content in a tenant is one trace. See <see cref="Embeddings.EmbeddingText"/>.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>As many components as the active model has, 1,536 at first, or null until the embedding worker has been there.</summary>
    public Vector? Embedding { get; init; }

    /// <summary>The content that the embedding was made of; while it is another than <see cref="ContentHash"/>, a job is due.</summary>
    public byte[]? EmbeddingHash { get; init; }

    public DateTimeOffset? EmbeddedAt { get; init; }

    public string? EmbeddingModelId { get; init; }

    public string? EmbeddingModelVersion { get; init; }

    public string Status { get; init; } = TraceStatus.Pending;

    public decimal TrustScore { get; init; }

    public int ConfirmationCount { get; init; }

    public required Guid ContributorId { get; init; }

    public string? AgentModel { get; init; }

    public string? AgentVersion { get; init; }

    /// <summary>Whatever else the contributor tells, a JSON document of at most 10 KB.</summary>
    public string? MetadataJson { get; init; }

    public bool IsSeed { get; init; }

    /// <summary>From when on it should be looked at again before it is believed; searches then put it further down.</summary>
    public DateTimeOffset? ReviewAfter { get; init; }

    /// <summary>What may make it outdated, such as a release; at most 500 characters.</summary>
    public string? WatchCondition { get; init; }

    /// <summary>The older trace that this one replaces.</summary>
    public Guid? SupersedesTraceId { get; init; }

    /// <summary>Since when it is hidden from searches because of flags.</summary>
    public DateTimeOffset? FlaggedAt { get; init; }

    /// <summary>Signs of injection or danger in its texts, such as <c>pipe_to_shell</c>; see docs/safety.md.</summary>
    public string[] SafetyFlags { get; init; } = [];

    /// <summary>SHA-256 of the solution alone: the same solution under many titles is noticed. Null for rows that SQL wrote.</summary>
    public byte[]? SolutionHash { get; init; }

    /// <summary>How many tokens it took to find the solution; 0 to 50,000,000.</summary>
    public int? TokensToResolution { get; init; }

    /// <summary>1 at first, and one more with each change; what stood before is in <see cref="TraceVersion"/>.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Who wrote this version; null for the contributor.</summary>
    public Guid? EditedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Whether others have confirmed a trace.</summary>
public static class TraceStatus
{
    public const string Pending = "pending";
    public const string Validated = "validated";
}

internal sealed class TraceConfiguration : IEntityTypeConfiguration<Trace>
{
    public void Configure(EntityTypeBuilder<Trace> builder)
    {
        builder.ToTable("traces", table =>
        {
            table.HasCheckConstraint("ck_traces_title", "length(title) between 1 and 200");
            table.HasCheckConstraint("ck_traces_context_text", "length(context_text) between 1 and 50000");
            table.HasCheckConstraint("ck_traces_solution_text", "length(solution_text) between 1 and 50000");
            table.HasCheckConstraint("ck_traces_status", "status in ('pending', 'validated')");
            table.HasCheckConstraint("ck_traces_confirmation_count", "confirmation_count >= 0");
            table.HasCheckConstraint("ck_traces_content_hash", "length(content_hash) = 32");
            table.HasCheckConstraint("ck_traces_watch_condition", "length(watch_condition) between 1 and 500");
            table.HasCheckConstraint("ck_traces_version", "version > 0");
            table.HasCheckConstraint("ck_traces_solution_hash", "length(solution_hash) = 32");
            table.HasCheckConstraint("ck_traces_tokens_to_resolution", "tokens_to_resolution between 0 and 50000000");
            table.HasCheckConstraint("ck_traces_embedding_model", "embedding is null or (embedding_model_id is not null and embedding_model_version is not null)");
        });
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasStorageParameter("parallel_workers", 2);
        builder.HasKey(trace => trace.Id);
        builder.HasAlternateKey(trace => new { trace.TenantId, trace.Id }).HasName("ak_traces_tenant_id_id");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(trace => trace.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(trace => trace.ContributorId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Trace>().WithMany().HasForeignKey(trace => trace.SupersedesTraceId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(trace => trace.Embedding).HasColumnType("vector(1536)");
        builder.Property(trace => trace.MetadataJson).HasColumnType("jsonb");
        builder.Property(trace => trace.SafetyFlags).HasDefaultValueSql("'{}'::text[]");
        builder.Property(trace => trace.Version).HasDefaultValue(1);
        builder.Property(trace => trace.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(trace => trace.UpdatedAt).HasDefaultValueSql("now()");
        builder.HasIndex(trace => trace.Embedding, "ix_traces_embedding_hnsw").HasMethod("hnsw").HasOperators("vector_cosine_ops")
            .HasStorageParameter("m", 16).HasStorageParameter("ef_construction", 64);
        builder.HasIndex(trace => trace.Status, "ix_traces_status");
        builder.HasIndex(trace => trace.ContributorId, "ix_traces_contributor_id");
        builder.HasIndex(trace => trace.CreatedAt, "ix_traces_created_at");
        builder.HasIndex(trace => new { trace.ContentHash, trace.TenantId }, "ix_traces_content_hash").IsUnique();
        builder.HasIndex(trace => new { trace.TenantId, trace.SolutionHash }, "ix_traces_solution_hash");
        builder.HasIndex(trace => new { trace.TenantId, trace.FlaggedAt }, "ix_traces_flagged_at").HasFilter("flagged_at is not null");
        builder.HasIndex(trace => new { trace.TenantId, trace.CreatedAt, trace.Id }, "ix_traces_tenant_id_created_at");
        builder.HasIndex(trace => trace.SupersedesTraceId, "ix_traces_supersedes_trace_id").HasFilter("supersedes_trace_id is not null");
        builder.HasIndex(trace => trace.Id, "ix_traces_unembedded").HasFilter("embedding is null or embedding_hash is distinct from content_hash");
    }
}
