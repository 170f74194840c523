using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Search.Misses;

/// <summary>A search that found nothing: a trace that is wanted.</summary>
public sealed class SearchMiss : ITenantOwned
{
    public required Guid TenantId { get; init; }

    /// <summary>SHA-256 of the text, in lower case and with single spaces, and of the tags; 32 bytes.</summary>
    public required byte[] QueryHash { get; init; }

    /// <summary>The text itself, where <see cref="SearchOptions.KeepMissText"/> allows it.</summary>
    public string? Query { get; init; }

    public required string[] Tags { get; init; }

    public required long Misses { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; init; }
}

internal sealed class SearchMissConfiguration : IEntityTypeConfiguration<SearchMiss>
{
    public void Configure(EntityTypeBuilder<SearchMiss> builder)
    {
        builder.ToTable("search_misses", table =>
        {
            table.HasCheckConstraint("ck_search_misses_query_hash", "length(query_hash) = 32");
            table.HasCheckConstraint("ck_search_misses_misses", "misses > 0");
        });
        builder.HasKey(miss => new { miss.TenantId, miss.QueryHash });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(miss => miss.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(miss => miss.FirstAt).HasDefaultValueSql("now()");
        builder.Property(miss => miss.LastAt).HasDefaultValueSql("now()");
        builder.HasIndex(miss => new { miss.Misses, miss.TenantId, miss.QueryHash }, "ix_search_misses_wanted");
        builder.HasIndex(miss => miss.LastAt, "ix_search_misses_last_at");
    }
}
