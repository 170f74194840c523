using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;

/// <summary>One round trip past the context's retry strategy: with retries it takes a minute to notice that the server is away.</summary>
internal sealed class DbContextHealthCheck<TContext>(TContext db) : IHealthCheck
    where TContext : DbContext
{
    // A frozen server still accepts connections, and cancelling a command waits for it too: 36 s were seen.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // The ping may outlive its patience and the context, so it has a connection of its own, from the same pool.
            var connection = (DbConnection)((ICloneable)db.Database.GetDbConnection()).Clone();
            await PingAsync(connection).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus,
                $"The database of {typeof(TContext).Name} does not answer: {exception.Message}",
                exception);
        }
    }

    private static async Task PingAsync(DbConnection connection)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            await command.ExecuteScalarAsync();
        }
    }
}
