using CommonTrace.Core.Redis;
using StackExchange.Redis;

namespace CommonTrace.Core.RateLimits;

/// <summary>The buckets that all processes share, on Redis' own clock. Each is one key that goes when its bucket is full.</summary>
public sealed class RedisBuckets(OptionalRedis redis)
{
    /// <summary>What the keys of buckets begin with.</summary>
    public const string KeyPrefix = "commontrace:limit:";

    // In microseconds. A clock that was set back must not lock anybody out: no bucket is further from full than when empty.
    private const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local interval = tonumber(ARGV[1])
        local empty = interval * ARGV[2]
        local until_full = math.max(0, math.min((redis.call('GET', KEYS[1]) or now) - now, empty))
        if until_full + interval > empty then
            return { 0, until_full }
        end
        until_full = until_full + interval
        redis.call('SET', KEYS[1], string.format('%.0f', now + until_full), 'PX', math.ceil(until_full / 1000))
        return { 1, until_full }
        """;

    /// <summary>Takes a token from a bucket, if there is one; null when Redis is away.</summary>
    public async Task<TakenToken?> TakeAsync(string bucket, RateLimit limit, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [KeyPrefix + bucket];
        RedisValue[] arguments = [(long)limit.Interval.TotalMicroseconds, limit.Size];
        var answer = await redis.AskAsync(database => RunAsync(database, keys, arguments), cancellationToken);
        return answer is [var isTaken, var untilFull] ? limit.Answer(isTaken == 1, TimeSpan.FromMicroseconds(untilFull)) : null;
    }

    /// <summary>The client loads the script once a connection, and sends its hash from then on.</summary>
    private static async Task<long[]?> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return (long[]?)await database.ScriptEvaluateAsync(Script, keys, arguments);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Redis has forgotten it (SCRIPT FLUSH, a failover); now the client knows, and loads it again.
            return (long[]?)await database.ScriptEvaluateAsync(Script, keys, arguments);
        }
    }
}
