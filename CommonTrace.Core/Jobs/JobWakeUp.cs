using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommonTrace.Core.Jobs;

/// <summary>Tells idle workers, over Redis, that there is work. Without Redis they find it at their next poll.</summary>
public sealed class JobWakeUp(IServiceProvider services, ILogger<JobWakeUp> logger)
{
    private static readonly RedisChannel Channel = new("commontrace:jobs", RedisChannel.PatternMode.Literal);

    /// <summary>Calls the workers, without waiting and without failing.</summary>
    public void Publish()
    {
        try
        {
            _ = Redis.GetSubscriber().Publish(Channel, "due", CommandFlags.FireAndForget);
        }
        catch (Exception exception)
        {
            // The trace is stored: whatever is wrong with Redis, the request must not fail for it.
            logger.LogDebug(exception, "Redis is away; workers find the job at their next poll");
        }
    }

    /// <summary>Runs <paramref name="awake"/> at each call. Returns false when Redis is away; then try again later.</summary>
    public async Task<bool> TrySubscribeAsync(Action awake, CancellationToken cancellationToken)
    {
        try
        {
            await Redis.GetSubscriber().SubscribeAsync(Channel, (_, _) => awake()).WaitAsync(TimeSpan.FromSeconds(2), cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "Redis is away; jobs are found by polling");
            return false;
        }
    }

    // Resolved when it is needed: the connection may fail, and that must not fail whoever asks for this class.
    private IConnectionMultiplexer Redis => services.GetRequiredService<IConnectionMultiplexer>();
}
