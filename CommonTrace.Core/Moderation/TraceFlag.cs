using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Moderation;

/// <summary>That somebody thinks a trace should not be shown. Enough of them, from established people, hide it until a moderator has looked.</summary>
public sealed class TraceFlag : ITenantOwned
{
    /// <summary>The longest reason, in Unicode scalar values.</summary>
    public const int LongestReason = 1_000;

    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid TraceId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>See <see cref="FlagCategory"/>.</summary>
    public required string Category { get; init; }

    public required string Reason { get; init; }

    /// <summary>Whether the user was established when flagging: only then it counts.</summary>
    public required bool IsEstablished { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a moderator found it unfounded.</summary>
    public DateTimeOffset? ClearedAt { get; init; }
}

/// <summary>What is wrong with a flagged trace.</summary>
public static class FlagCategory
{
    public const string Harmful = "harmful";
    public const string Spam = "spam";
    public const string Incorrect = "incorrect";
    public const string Duplicate = "duplicate";
}

internal sealed class TraceFlagConfiguration : IEntityTypeConfiguration<TraceFlag>
{
    public void Configure(EntityTypeBuilder<TraceFlag> builder)
    {
        builder.ToTable("trace_flags", table =>
        {
            table.HasCheckConstraint("ck_trace_flags_category", "category in ('harmful', 'spam', 'incorrect', 'duplicate')");
            table.HasCheckConstraint("ck_trace_flags_reason", "length(reason) between 1 and 1000");
        });
        builder.HasKey(flag => flag.Id);
        builder.HasOne<Trace>().WithMany().OfTenant(flag => new { flag.TenantId, flag.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(flag => flag.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(flag => flag.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(flag => new { flag.TraceId, flag.UserId }, "ix_trace_flags_standing").IsUnique().HasFilter("cleared_at is null");
        builder.HasIndex(flag => new { flag.TenantId, flag.TraceId }, "ix_trace_flags_tenant_id");
        builder.HasIndex(flag => flag.UserId, "ix_trace_flags_user_id");
        builder.Property(flag => flag.CreatedAt).HasDefaultValueSql("now()");
    }
}
