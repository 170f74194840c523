using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Tenants;

/// <summary>What a tenant with a quota used on a day (UTC).</summary>
public sealed class TenantUsage : ITenantOwned
{
    public required Guid TenantId { get; init; }

    public required DateOnly Day { get; init; }

    public required long Writes { get; init; }
}

internal sealed class TenantUsageConfiguration : IEntityTypeConfiguration<TenantUsage>
{
    public void Configure(EntityTypeBuilder<TenantUsage> builder)
    {
        builder.ToTable("tenant_usage", table => table.HasCheckConstraint("ck_tenant_usage_writes", "writes >= 0"));
        builder.HasKey(usage => new { usage.TenantId, usage.Day });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(usage => usage.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
