using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Traces;

/// <summary>That a user's request with this key was carried out, and which trace came of it; honoured for 24 hours.</summary>
public sealed class IdempotencyKey : ITenantOwned
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 200;

    public required Guid TenantId { get; init; }

    public required Guid UserId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request, by which another body under the same key is noticed.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>What came of it: the new trace, or the one that stood already.</summary>
    public Guid TraceId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.ToTable("idempotency_keys", table => table.HasCheckConstraint("ck_idempotency_keys_key", "length(key) between 1 and 200"));
        builder.HasKey(key => new { key.TenantId, key.UserId, key.Key });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(key => key.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(key => key.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Trace>().WithMany().HasForeignKey(key => key.TraceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(key => key.UserId, "ix_idempotency_keys_user_id");
        builder.HasIndex(key => key.TraceId, "ix_idempotency_keys_trace_id");
        builder.HasIndex(key => key.CreatedAt, "ix_idempotency_keys_created_at");
        builder.Property(key => key.CreatedAt).HasDefaultValueSql("now()");
    }
}
