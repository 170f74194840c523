using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Traces;

/// <summary>What a trace said before it was changed, with who had written that and when. The version that stands is the trace itself.</summary>
public sealed class TraceVersion : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required int Version { get; init; }

    public required Guid TenantId { get; init; }

    public required string Title { get; init; }

    public required string ContextText { get; init; }

    public required string SolutionText { get; init; }

    public required string[] Tags { get; init; }

    public string? MetadataJson { get; init; }

    /// <summary>Who wrote this version; no foreign key, for an operator lives in another tenant.</summary>
    public required Guid EditedBy { get; init; }

    /// <summary>When this version was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TraceVersionConfiguration : IEntityTypeConfiguration<TraceVersion>
{
    public void Configure(EntityTypeBuilder<TraceVersion> builder)
    {
        builder.ToTable("trace_versions", table => table.HasCheckConstraint("ck_trace_versions_version", "version > 0"));
        builder.HasKey(version => new { version.TraceId, version.Version });
        builder.HasOne<Trace>().WithMany().OfTenant(version => new { version.TenantId, version.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(version => version.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(version => new { version.TenantId, version.TraceId }, "ix_trace_versions_tenant_id");
        builder.Property(version => version.MetadataJson).HasColumnType("jsonb");
    }
}
