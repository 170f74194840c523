using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Jobs;

/// <summary>A change to how many jobs of a tenant have a status; triggers write it, and the sum over all is the count.</summary>
public sealed class EmbeddingJobCount : ITenantOwned
{
    public required Guid TenantId { get; init; }

    public required string Status { get; init; }

    public required long Jobs { get; init; }
}

internal sealed class EmbeddingJobCountConfiguration : IEntityTypeConfiguration<EmbeddingJobCount>
{
    public void Configure(EntityTypeBuilder<EmbeddingJobCount> builder)
    {
        builder.ToTable("embedding_job_counts");
        builder.HasNoKey();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(count => count.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(count => count.TenantId, "ix_embedding_job_counts_tenant_id");
    }
}
