using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommonTrace.Core.Users;

/// <summary>Lets every process forget a key, or the keys of a tenant, at once, over Redis. Without Redis they do after <see cref="KnownKeys.Lifetime"/>.</summary>
public sealed class ForgetKeys(KnownKeys known, IServiceProvider services, ILogger<ForgetKeys> logger)
{
    private static readonly RedisChannel Channel = new("commontrace:keys", RedisChannel.PatternMode.Literal);

    /// <summary>Forgets here, and tells the others without waiting and without failing.</summary>
    /// <param name="id">The key's, or the tenant's.</param>
    public void Execute(Guid id)
    {
        known.Forget(id);
        try
        {
            _ = Redis.GetSubscriber().Publish(Channel, id.ToString(), CommandFlags.FireAndForget);
        }
        catch (Exception exception)
        {
            // What was to be forgotten is written already: whatever is wrong with Redis, the request must not fail for it.
            logger.LogDebug(exception, "Redis is away; other processes forget keys by themselves");
        }
    }

    /// <summary>Forgets what the others say. Returns false when Redis is away; then try again later.</summary>
    public async Task<bool> TrySubscribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Redis.GetSubscriber().SubscribeAsync(Channel, (_, id) => Forget(id)).WaitAsync(TimeSpan.FromSeconds(2), cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "Redis is away; keys are forgotten by themselves");
            return false;
        }
    }

    private void Forget(RedisValue message)
    {
        if (Guid.TryParse((string?)message, out var id))
        {
            known.Forget(id);
        }
    }

    // Resolved when it is needed: the connection may fail, and that must not fail whoever asks for this class.
    private IConnectionMultiplexer Redis => services.GetRequiredService<IConnectionMultiplexer>();
}
