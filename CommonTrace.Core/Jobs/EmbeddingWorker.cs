using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommonTrace.Core.Jobs;

/// <summary>A worker's heartbeat: who works, since when, and how much was done.</summary>
internal sealed class EmbeddingWorker
{
    public required Guid Id { get; init; }

    public required string Host { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>Which of its process' workers it is, from 1.</summary>
    public required int Number { get; init; }

    public string? ModelId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    public required long JobsProcessed { get; init; }

    public required long JobsSucceeded { get; init; }

    public required long JobsFailed { get; init; }
}

internal sealed class EmbeddingWorkerConfiguration : IEntityTypeConfiguration<EmbeddingWorker>
{
    public void Configure(EntityTypeBuilder<EmbeddingWorker> builder)
    {
        builder.ToTable("embedding_workers");
        builder.HasKey(worker => worker.Id);
        builder.Property(worker => worker.StartedAt).HasDefaultValueSql("now()");
        builder.Property(worker => worker.LastSeenAt).HasDefaultValueSql("now()");
    }
}
