using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Users;

/// <summary>A key that a user calls with. The key itself is shown once and never stored.</summary>
public sealed class ApiKey : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid UserId { get; init; }

    public required string Name { get; init; }

    /// <summary>The first characters of the key, by which people and logs can name it.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the key, or HMAC-SHA-256 under <c>Auth:Pepper</c>; 32 bytes.</summary>
    public required byte[] KeyHash { get; init; }

    public required string[] Scopes { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys", table =>
        {
            table.HasCheckConstraint("ck_api_keys_name", "length(name) between 1 and 100");
            table.HasCheckConstraint("ck_api_keys_key_hash", "length(key_hash) = 32");
            table.HasCheckConstraint("ck_api_keys_scopes", "scopes <@ '{read,contribute,moderate,operate}' and cardinality(scopes) > 0");
        });
        builder.HasKey(key => key.Id);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(key => key.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(key => key.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(key => key.KeyHash, "ix_api_keys_key_hash").IsUnique();
        builder.HasIndex(key => key.UserId, "ix_api_keys_user_id");
        builder.HasIndex(key => key.TenantId, "ix_api_keys_tenant_id");
        builder.Property(key => key.CreatedAt).HasDefaultValueSql("now()");
    }
}
