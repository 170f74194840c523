using CommonTrace.Core.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Core.Embeddings;

/// <summary>
/// Tells, at start and in <c>/health</c>, when configuration names another model than the one whose vectors are stored. The stored ones
/// decide: configuration is for a database without vectors, and never mixes two models.
/// </summary>
public sealed class ConfiguredModel(EmbeddingProvider provider, EmbeddingSets sets, DatabaseGate gate, ILogger<ConfiguredModel> logger) : BackgroundService, IHealthCheck
{
    /// <summary>Degraded while the models differ. Without a provider it only says so: that is a choice.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (provider.MissingReason is { } reason)
        {
            return HealthCheckResult.Healthy($"Nothing is embedded here: {reason}.");
        }

        if (gate.Obstacle is not null || await sets.ActiveAsync(cancellationToken) is not { } active)
        {
            return HealthCheckResult.Healthy();
        }

        if (!provider.TryGet(active.Model, out _, out var missing))
        {
            return HealthCheckResult.Degraded($"Nothing is embedded or searched by meaning: {missing}.");
        }

        return Difference(active.Model) is { } difference ? HealthCheckResult.Degraded(difference) : HealthCheckResult.Healthy();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened.WaitAsync(stoppingToken);
        try
        {
            if (await sets.ActiveAsync(stoppingToken) is { } active && Difference(active.Model) is { } difference)
            {
                logger.LogWarning("{Difference}", difference);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "The stored model was not compared with the configured one");
        }
    }

    private string? Difference(EmbeddingModel stored) => provider.Configured is not { } configured || configured == stored
        ? null
        : $"The stored vectors are of {Name(stored)}, and that is used; {Name(configured)} is configured. Configure the former, or POST /api/v1/admin/reembed to change to the latter.";

    private static string Name(EmbeddingModel model) => $"{model.Id} {model.Version} ({model.Provider}, {model.Dimensions} dimensions)";
}
