using CommonTrace.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Embeddings;

/// <summary>The vectors of one model: those that searches read, or those that a re-embedding fills beside them.</summary>
/// <param name="Id">The set.</param>
/// <param name="Model">Whose vectors they are.</param>
/// <param name="Role">One of <see cref="EmbeddingSetRole"/>.</param>
public sealed record EmbeddingSet(Guid Id, EmbeddingModel Model, string Role)
{
    internal JobQueueSql Sql => Role == EmbeddingSetRole.Next ? JobQueueSql.Next : JobQueueSql.Active;
}

/// <summary>What a set of vectors is for.</summary>
public static class EmbeddingSetRole
{
    /// <summary>Being filled by a re-embedding.</summary>
    public const string Next = "next";

    /// <summary>Read by searches.</summary>
    public const string Active = "active";

    /// <summary>What was read before the last swap, kept for the way back.</summary>
    public const string Previous = "previous";

    /// <summary>Gone: a record only.</summary>
    public const string Retired = "retired";
}

/// <summary>A row of <c>embedding_sets</c>: the record of a model change.</summary>
internal sealed class EmbeddingSetRow
{
    public required Guid Id { get; init; }

    public required string Role { get; init; }

    /// <summary><c>filling</c>, <c>indexing</c>, <c>ready</c>, or <c>aborted</c>.</summary>
    public required string Phase { get; init; }

    public required string Provider { get; init; }

    public required string ModelId { get; init; }

    public required string ModelVersion { get; init; }

    public required int Dimensions { get; init; }

    public bool Paused { get; init; }

    /// <summary>The trace up to which jobs were made.</summary>
    public Guid? Cursor { get; init; }

    public Guid? RequestedBy { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SwappedAt { get; init; }
}

internal sealed class EmbeddingSetConfiguration : IEntityTypeConfiguration<EmbeddingSetRow>
{
    public void Configure(EntityTypeBuilder<EmbeddingSetRow> builder)
    {
        builder.ToTable("embedding_sets", table =>
        {
            table.HasCheckConstraint("ck_embedding_sets_role", "role in ('next', 'active', 'previous', 'retired')");
            table.HasCheckConstraint("ck_embedding_sets_phase", "phase in ('filling', 'indexing', 'ready', 'aborted')");
            table.HasCheckConstraint("ck_embedding_sets_provider", "provider in ('openai', 'local')");
            table.HasCheckConstraint("ck_embedding_sets_dimensions", "dimensions between 1 and 4000");
        });
        builder.HasKey(set => set.Id);
        builder.HasIndex(set => set.Role, "ix_embedding_sets_role").IsUnique().HasFilter("role <> 'retired'");
        builder.Property(set => set.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(set => set.UpdatedAt).HasDefaultValueSql("now()");
    }
}
