using CommonTrace.Core.Data;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Traces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace CommonTrace.Core.Search;

/// <summary>By which words a trace is found. Triggers make the row and empty it when the trace changes.</summary>
public sealed class TraceSearch : ITenantOwned
{
    public required Guid TraceId { get; init; }

    public required Guid TenantId { get; init; }

    /// <summary>Title and tags in lower case: what mistyped words are compared with.</summary>
    public string? Head { get; init; }

    /// <summary>Words, their stems, identifiers whole and in parts, and tags as <c>#tag</c>; null until they have been read.</summary>
    public NpgsqlTsVector? Words { get; init; }

    /// <summary>Sixteen hashes, of which near copies share some. See <see cref="Similar.MinHash"/>.</summary>
    public int[]? Signature { get; init; }
}

/// <summary>A term that many traces have: it adds to what rarer ones find, and finds nothing by itself.</summary>
public sealed class CommonTerm
{
    public required string Term { get; init; }

    /// <summary>The share of all tenants' traces that have it; 0 to 1.</summary>
    public required float Share { get; init; }
}

internal sealed class TraceSearchConfiguration : IEntityTypeConfiguration<TraceSearch>
{
    public void Configure(EntityTypeBuilder<TraceSearch> builder)
    {
        builder.ToTable("trace_search");
        builder.HasStorageParameter("toast_tuple_target", 8160);
        builder.HasKey(row => row.TraceId);
        builder.HasOne<Trace>().WithMany().OfTenant(row => new { row.TenantId, row.TraceId }, trace => new { trace.TenantId, trace.Id });
        builder.HasIndex(row => new { row.TenantId, row.Words, row.Head, row.Signature }, "ix_trace_search_words").HasMethod("gin")
            .HasOperators("uuid_ops", "tsvector_ops", "gin_trgm_ops", "array_ops").HasStorageParameter("gin_pending_list_limit", 256)
            .HasFilter("words is not null");
        builder.HasIndex(row => row.TraceId, "ix_trace_search_unread").HasFilter("words is null");
        builder.HasIndex(row => row.TenantId, "ix_trace_search_tenant_id");
    }
}

internal sealed class CommonTermConfiguration : IEntityTypeConfiguration<CommonTerm>
{
    public void Configure(EntityTypeBuilder<CommonTerm> builder)
    {
        builder.ToTable("common_terms");
        builder.HasKey(term => term.Term);
    }
}
