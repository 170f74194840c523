using CommonTrace.Core.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommonTrace.Core.Embeddings;

/// <summary>Degraded while configuration names another model than that of the stored vectors. Without a provider it only says so: that is a choice.</summary>
internal sealed class ModelHealthCheck(DatabaseGate gate, ModelAgreement agreement, EmbeddingProvider provider) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (provider.MissingReason is { } reason)
        {
            return HealthCheckResult.Healthy($"Nothing is embedded here: {reason}.");
        }

        if (gate.Obstacle is { } obstacle)
        {
            return HealthCheckResult.Degraded($"Not known yet: {obstacle}.");
        }

        return await agreement.DifferenceAsync(cancellationToken) is { } difference ? HealthCheckResult.Degraded(difference) : HealthCheckResult.Healthy();
    }
}
