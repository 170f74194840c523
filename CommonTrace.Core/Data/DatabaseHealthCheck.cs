using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CommonTrace.Core.Data;

/// <summary>Healthy when the newest migration is there and the database answers.</summary>
internal sealed class DatabaseHealthCheck(DatabaseGate gate, DatabaseLogin login) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (gate.Obstacle is { } obstacle)
        {
            return HealthCheckResult.Unhealthy($"Waiting: {obstacle}.");
        }

        try
        {
            // Past the context, whose retries would make a prober wait for half a minute.
            await using var connection = new NpgsqlConnection(login.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
