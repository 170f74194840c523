using Microsoft.Extensions.Hosting;

namespace Aspire.StackExchange.Redis;

/// <summary>Begins to connect at start; does not wait, since Redis may be away.</summary>
internal sealed class RedisActivation(RedisConnection connection) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = connection.ConnectAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
