using CommonTrace.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Traces;

/// <summary>That there was a trace: none of its text, but what its contributors gained or lost by it, so that deleting a bad trace mends no reputation.</summary>
public sealed class Tombstone : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid ContributorId { get; init; }

    public required Guid DeletedBy { get; init; }

    public string? Reason { get; init; }

    /// <summary>The trace that had replaced it.</summary>
    public Guid? SupersededBy { get; init; }

    public required string[] Tags { get; init; }

    /// <summary>A JSON array of <c>{user_id, upvotes, downvotes}</c>: what each user's reputation under each of the tags keeps of it.</summary>
    public required string Credits { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DeletedAt { get; init; }
}

internal sealed class TombstoneConfiguration : IEntityTypeConfiguration<Tombstone>
{
    public void Configure(EntityTypeBuilder<Tombstone> builder)
    {
        builder.ToTable("tombstones", table => table.HasCheckConstraint("ck_tombstones_credits", "jsonb_typeof(credits) = 'array'"));
        builder.HasKey(tombstone => new { tombstone.TenantId, tombstone.TraceId });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(tombstone => tombstone.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(tombstone => tombstone.Credits).HasColumnType("jsonb");
        builder.Property(tombstone => tombstone.DeletedAt).HasDefaultValueSql("now()");
    }
}
