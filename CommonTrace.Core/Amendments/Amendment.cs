using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Amendments;

/// <summary>A proposed better solution for a trace, for its author to accept or reject.</summary>
public sealed class Amendment : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid TraceId { get; init; }

    public required Guid ContributorId { get; init; }

    public required string ImprovedSolution { get; init; }

    public required string Explanation { get; init; }

    /// <summary>See <see cref="AmendmentStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether accepting it added to the reputation of both; once for each contributor and trace.</summary>
    public required bool IsCredited { get; init; }

    /// <summary>Signs of injection or danger in its texts; see docs/safety.md.</summary>
    public required string[] SafetyFlags { get; init; }

    public Guid? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What became of an amendment.</summary>
public static class AmendmentStatus
{
    public const string Pending = "pending";
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";
}

internal sealed class AmendmentConfiguration : IEntityTypeConfiguration<Amendment>
{
    public void Configure(EntityTypeBuilder<Amendment> builder)
    {
        builder.ToTable("amendments", table =>
        {
            table.HasCheckConstraint("ck_amendments_improved_solution", "length(improved_solution) between 1 and 50000");
            table.HasCheckConstraint("ck_amendments_explanation", "length(explanation) between 1 and 5000");
            table.HasCheckConstraint("ck_amendments_status", "status in ('pending', 'accepted', 'rejected')");
            table.HasCheckConstraint("ck_amendments_decided", "(status = 'pending') = (decided_at is null)");
            table.HasCheckConstraint("ck_amendments_is_credited", "status = 'accepted' or not is_credited");
        });
        builder.HasKey(amendment => amendment.Id);
        builder.HasOne<Trace>().WithMany().OfTenant(amendment => new { amendment.TenantId, amendment.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(amendment => amendment.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(amendment => amendment.ContributorId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(amendment => new { amendment.TenantId, amendment.TraceId, amendment.Id }, "ix_amendments_tenant_id");
        builder.HasIndex(amendment => amendment.ContributorId, "ix_amendments_contributor_id");
        builder.Property(amendment => amendment.CreatedAt).HasDefaultValueSql("now()");
    }
}
