using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.StackExchange.Redis;

internal sealed class RedisHealthCheck(RedisConnection connection) : IHealthCheck
{
    // This client's async calls never time out by themselves, and a frozen Redis still accepts connections.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await PingAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"Redis does not answer: {exception.Message}", exception);
        }
    }

    private async Task PingAsync()
    {
        var multiplexer = await connection.ConnectAsync();
        await multiplexer.GetDatabase().PingAsync();
    }
}
