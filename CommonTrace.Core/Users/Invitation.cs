using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Users;

/// <summary>A code by which people register in a tenant. The code itself is shown once and never stored.</summary>
public sealed class Invitation : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    /// <summary>The first characters of the code, by which people can name it.</summary>
    public required string Prefix { get; init; }

    /// <summary>Hashed like a key: 32 bytes.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>What the keys may do that come of it.</summary>
    public required string[] Scopes { get; init; }

    public required int Uses { get; init; }

    public required int MaxUses { get; init; }

    /// <summary>The operator who made it; no foreign key, for operators live in another tenant.</summary>
    public required Guid CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations", table =>
        {
            table.HasCheckConstraint("ck_invitations_code_hash", "length(code_hash) = 32");
            table.HasCheckConstraint("ck_invitations_scopes", "scopes <@ '{read,contribute,moderate,operate}' and cardinality(scopes) > 0");
            table.HasCheckConstraint("ck_invitations_uses", "uses between 0 and max_uses and max_uses > 0");
        });
        builder.HasKey(invitation => invitation.Id);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(invitation => invitation.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(invitation => invitation.CodeHash, "ix_invitations_code_hash").IsUnique();
        builder.HasIndex(invitation => invitation.TenantId, "ix_invitations_tenant_id");
        builder.Property(invitation => invitation.CreatedAt).HasDefaultValueSql("now()");
    }
}
