using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Trust;

/// <summary>One user's judgement of one trace.</summary>
public sealed class Vote : ITenantOwned
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid TraceId { get; init; }

    public required Guid VoterId { get; init; }

    /// <summary><c>up</c> or <c>down</c>.</summary>
    public required string VoteType { get; init; }

    public string? FeedbackTag { get; init; }

    public string? FeedbackText { get; init; }

    /// <summary>What the voter tells of their own situation, a JSON document.</summary>
    public string? VoterContext { get; init; }

    /// <summary>By how much it moves the trust score, above 0 to 1; frozen when the vote is cast.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Whether the voter was established when the vote was cast: only then it confirms.</summary>
    public required bool IsEstablished { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}

internal sealed class VoteConfiguration : IEntityTypeConfiguration<Vote>
{
    public void Configure(EntityTypeBuilder<Vote> builder)
    {
        builder.ToTable("votes", table =>
        {
            table.HasCheckConstraint("ck_votes_vote_type", "vote_type in ('up', 'down')");
            table.HasCheckConstraint("ck_votes_feedback_tag", "feedback_tag in ('outdated', 'wrong', 'security_concern', 'spam')");
            table.HasCheckConstraint("ck_votes_feedback_text", "length(feedback_text) <= 2000");
            table.HasCheckConstraint("ck_votes_weight", "weight > 0 and weight <= 1");
            table.HasCheckConstraint("ck_votes_down", "vote_type = 'up' or feedback_tag is not null");
        });
        builder.HasKey(vote => vote.Id);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(vote => vote.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Trace>().WithMany().OfTenant(vote => new { vote.TenantId, vote.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(vote => vote.VoterId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(vote => new { vote.TraceId, vote.VoterId }, "ix_votes_trace_id_voter_id").IsUnique();
        builder.HasIndex(vote => vote.VoterId, "ix_votes_voter_id");
        builder.HasIndex(vote => vote.TenantId, "ix_votes_tenant_id");
        builder.Property(vote => vote.VoterContext).HasColumnType("jsonb");
        builder.Property(vote => vote.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(vote => vote.UpdatedAt).HasDefaultValueSql("now()");
    }
}
