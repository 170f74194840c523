using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Trust;

/// <summary>What came of a trace for one who used it: it solved the problem, or did not.</summary>
public sealed class Outcome : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required Guid UserId { get; init; }

    public required Guid TenantId { get; init; }

    public required bool Solved { get; init; }

    public string? Note { get; init; }

    /// <summary>By how much it moves the trust score, above 0 to 2: twice a vote's; frozen when it is told.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Whether it moves anything: the user had opened the trace, and did not write it.</summary>
    public required bool Counts { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

internal sealed class OutcomeConfiguration : IEntityTypeConfiguration<Outcome>
{
    public void Configure(EntityTypeBuilder<Outcome> builder)
    {
        builder.ToTable("outcomes", table =>
        {
            table.HasCheckConstraint("ck_outcomes_note", "length(note) between 1 and 2000");
            table.HasCheckConstraint("ck_outcomes_weight", "weight > 0 and weight <= 2");
        });
        builder.HasKey(outcome => new { outcome.TraceId, outcome.UserId });
        builder.HasOne<Trace>().WithMany().OfTenant(outcome => new { outcome.TenantId, outcome.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(outcome => outcome.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(outcome => outcome.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(outcome => outcome.UserId, "ix_outcomes_user_id");
        builder.HasIndex(outcome => new { outcome.TenantId, outcome.TraceId }, "ix_outcomes_tenant_id");
        builder.Property(outcome => outcome.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(outcome => outcome.UpdatedAt).HasDefaultValueSql("now()");
    }
}
