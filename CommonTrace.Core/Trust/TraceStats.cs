using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Trust;

/// <summary>How a trace fared with those who used it. Kept beside the trace, whose row carries the vector and is rewritten as seldom as can be.</summary>
public sealed class TraceStats : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required Guid TenantId { get; init; }

    public required long RetrievalCount { get; init; }

    public required int SolvedCount { get; init; }

    public required int FailedCount { get; init; }

    /// <summary>When it was last said to have solved somebody's problem.</summary>
    public DateTimeOffset? LastSolvedAt { get; init; }
}

internal sealed class TraceStatsConfiguration : IEntityTypeConfiguration<TraceStats>
{
    public void Configure(EntityTypeBuilder<TraceStats> builder)
    {
        builder.ToTable("trace_stats", table =>
            table.HasCheckConstraint("ck_trace_stats_counts", "retrieval_count >= 0 and solved_count >= 0 and failed_count >= 0"));
        builder.HasKey(stats => stats.TraceId);
        builder.HasOne<Trace>().WithMany().OfTenant(stats => new { stats.TenantId, stats.TraceId }, trace => new { trace.TenantId, trace.Id });
    }
}
