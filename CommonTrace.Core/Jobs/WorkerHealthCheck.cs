using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs.Control;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommonTrace.Core.Jobs;

/// <summary>Degraded while nothing gets embedded: no worker lives, or the provider is down. A pause is somebody's wish, and only told.</summary>
internal sealed class WorkerHealthCheck(DatabaseGate gate, ReadQueueFigures figures) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (gate.Obstacle is { } obstacle)
        {
            return HealthCheckResult.Degraded($"Not known yet: {obstacle}.");
        }

        var now = await figures.ExecuteAsync(cancellationToken);
        var told = new List<string>();
        if (now.IsPaused)
        {
            told.Add("The queue is paused.");
        }

        if (now.Workers == 0)
        {
            told.Add($"No embedding worker was seen in the last {QueueFigures.WorkerSeenWithinSeconds} seconds; new traces are not found by their meaning until one runs.");
        }

        if (now.Provider.Breaker != "closed")
        {
            told.Add($"The embedding provider is down ({now.Provider.ErrorCode}); it is asked again by itself.");
        }

        var description = told.Count == 0 ? null : string.Join(' ', told);
        return now.Workers == 0 || now.Provider.Breaker != "closed" ? HealthCheckResult.Degraded(description) : HealthCheckResult.Healthy(description);
    }
}
