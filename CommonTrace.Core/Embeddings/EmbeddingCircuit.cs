using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Embeddings;

/// <summary>The state of the circuit breaker to a provider, which every worker sees. No row means <c>closed</c>.</summary>
internal sealed class EmbeddingCircuit
{
    public required string Provider { get; init; }

    public required string ModelId { get; init; }

    /// <summary><c>closed</c>, <c>open</c>, or <c>half_open</c> while somebody probes.</summary>
    public required string State { get; init; }

    /// <summary>How often it opened in a row.</summary>
    public required int Faults { get; init; }

    public string? Code { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset? OpenUntil { get; init; }

    public DateTimeOffset? ProbeUntil { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

internal sealed class EmbeddingCircuitConfiguration : IEntityTypeConfiguration<EmbeddingCircuit>
{
    public void Configure(EntityTypeBuilder<EmbeddingCircuit> builder)
    {
        builder.ToTable("embedding_circuits", table =>
        {
            table.HasCheckConstraint("ck_embedding_circuits_state", "state in ('closed', 'open', 'half_open')");
            table.HasCheckConstraint("ck_embedding_circuits_open", "(state = 'closed') = (open_until is null)");
        });
        builder.HasKey(circuit => new { circuit.Provider, circuit.ModelId });
        builder.Property(circuit => circuit.ChangedAt).HasDefaultValueSql("now()");
    }
}
