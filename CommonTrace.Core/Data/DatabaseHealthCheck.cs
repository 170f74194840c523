using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommonTrace.Core.Data;

/// <summary>Healthy when the newest migration is there and the database answers.</summary>
internal sealed class DatabaseHealthCheck(DatabaseGate gate, CommonTraceDbContext database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (gate.Obstacle is { } obstacle)
        {
            return HealthCheckResult.Unhealthy($"Waiting: {obstacle}.");
        }

        return await database.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
