using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Users;

/// <summary>Who holds keys; who wrote a trace is its contributor.</summary>
public sealed class User : ITenantOwned
{
    /// <summary>The user <c>operator</c> in <c>commons</c>, whom the operator's key stands for. Migration 0002 creates it.</summary>
    public static readonly Guid OperatorId = Guid.Parse("00000000-0000-7000-8000-000000000002");

    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    /// <summary>Lower-cased; unique within the tenant; null for those who gave none.</summary>
    public string? Email { get; init; }

    public string? DisplayName { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users", table =>
        {
            table.HasCheckConstraint("ck_users_email", "length(email) between 3 and 254");
            table.HasCheckConstraint("ck_users_display_name", "length(display_name) between 1 and 100");
        });
        builder.HasKey(user => user.Id);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(user => user.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(user => new { user.TenantId, user.Email }, "ix_users_tenant_id_email").IsUnique();
        builder.Property(user => user.CreatedAt).HasDefaultValueSql("now()");
    }
}
