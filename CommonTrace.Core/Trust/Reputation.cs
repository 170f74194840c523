using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Trust;

/// <summary>What others think of a user's traces under one tag. Kept up with every vote; an operator can have it counted anew from the votes.</summary>
public sealed class Reputation : ITenantOwned
{
    /// <summary>In place of a tag: the row that counts each vote once, however many tags the trace bears.</summary>
    public const string Overall = "";

    public required Guid TenantId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>A tag, or <see cref="Overall"/>.</summary>
    public required string DomainTag { get; init; }

    public required int UpvoteCount { get; init; }

    public required int DownvoteCount { get; init; }
}

internal sealed class ReputationConfiguration : IEntityTypeConfiguration<Reputation>
{
    public void Configure(EntityTypeBuilder<Reputation> builder)
    {
        builder.ToTable("reputations", table => table.HasCheckConstraint("ck_reputations_counts", "upvote_count >= 0 and downvote_count >= 0"));
        builder.HasKey(reputation => new { reputation.TenantId, reputation.UserId, reputation.DomainTag });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(reputation => reputation.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(reputation => reputation.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(reputation => reputation.UserId, "ix_reputations_user_id");
    }
}
