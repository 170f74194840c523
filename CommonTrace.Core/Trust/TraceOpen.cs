using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Trust;

/// <summary>That a user opened a trace: whoever did can tell what came of it.</summary>
public sealed class TraceOpen : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required Guid UserId { get; init; }

    public required Guid TenantId { get; init; }

    public DateTimeOffset OpenedAt { get; init; }
}

internal sealed class TraceOpenConfiguration : IEntityTypeConfiguration<TraceOpen>
{
    public void Configure(EntityTypeBuilder<TraceOpen> builder)
    {
        builder.ToTable("trace_opens");
        builder.HasKey(open => new { open.TraceId, open.UserId });
        builder.HasOne<Trace>().WithMany().OfTenant(open => new { open.TenantId, open.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(open => open.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(open => open.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(open => open.UserId, "ix_trace_opens_user_id");
        builder.HasIndex(open => new { open.TenantId, open.TraceId }, "ix_trace_opens_tenant_id");
        builder.Property(open => open.OpenedAt).HasDefaultValueSql("now()");
    }
}
