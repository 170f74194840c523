using CommonTrace.Core.Embeddings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CommonTrace.Core.Jobs;

/// <summary>Registers the health checks about embedding, which never take a host down: traces are stored, and found by tag, without.</summary>
public static class EmbeddingHealth
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Adds <c>embedding_worker</c> and <c>embedding_model</c>.</summary>
    public static void AddEmbeddingHealth(this IHostApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck<WorkerHealthCheck>("embedding_worker", HealthStatus.Degraded, timeout: Longest)
        .AddCheck<ConfiguredModel>("embedding_model", HealthStatus.Degraded, timeout: Longest);
}
