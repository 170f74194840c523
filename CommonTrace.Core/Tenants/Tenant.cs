using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Tenants;

/// <summary>Whose memory it is: every row belongs to exactly one tenant.</summary>
public sealed class Tenant
{
    /// <summary>The default tenant, <c>commons</c>. Migration 0002 creates it.</summary>
    public static readonly Guid CommonsId = Guid.Parse("00000000-0000-7000-8000-000000000001");

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>How many traces it may hold; null for as many as it likes.</summary>
    public long? MaxTraces { get; init; }

    /// <summary>How many writing calls a day (UTC); null for as many as it likes.</summary>
    public long? MaxWritesADay { get; init; }

    /// <summary>How many tokens its traces may cost the embedding model a day (UTC); null for as many as it likes.</summary>
    public long? MaxEmbeddingTokensADay { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A row that belongs to a tenant, and is sealed by filter and policy.</summary>
public interface ITenantOwned
{
    Guid TenantId { get; }
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("tenants", table =>
        {
            table.HasCheckConstraint("ck_tenants_name", "length(name) between 1 and 100");
            table.HasCheckConstraint("ck_tenants_quotas", "max_traces >= 0 and max_writes_a_day >= 0 and max_embedding_tokens_a_day >= 0");
        });
        builder.HasKey(tenant => tenant.Id);
        builder.HasIndex(tenant => tenant.Name, "ix_tenants_name").IsUnique();
        builder.Property(tenant => tenant.CreatedAt).HasDefaultValueSql("now()");
    }
}
