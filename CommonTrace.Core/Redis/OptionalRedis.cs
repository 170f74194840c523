using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CommonTrace.Core.Redis;

/// <summary>
/// Redis, for those who can do without: it is waited for briefly, left alone for a while when it does not answer, and then tried by one caller
/// while the others go on without.
/// </summary>
public sealed class OptionalRedis(IServiceProvider services, TimeProvider time, ILogger<OptionalRedis> logger)
{
    /// <summary>The longest that a caller waits. A Redis that answers does so in a hundredth of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>For how long it is left alone after it did not answer.</summary>
    public static readonly TimeSpan LeaveAlone = TimeSpan.FromSeconds(5);

    private Task<IConnectionMultiplexer>? _connecting;

    // 0 while it answers.
    private long _awaySince;

    /// <summary>Asks it; null when it does not answer, or did not lately.</summary>
    public async Task<T?> AskAsync<T>(Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (!MayAsk())
        {
            return default;
        }

        try
        {
            var answer = await ConnectAndAskAsync(ask).WaitAsync(Patience, time, cancellationToken);
            NoteBack();
            return answer;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NoteAway(exception);
            return default;
        }
    }

    private bool MayAsk()
    {
        var since = Interlocked.Read(ref _awaySince);
        return since == 0
            || (time.GetElapsedTime(since) >= LeaveAlone && Interlocked.CompareExchange(ref _awaySince, time.GetTimestamp(), since) == since);
    }

    private async Task<T> ConnectAndAskAsync<T>(Func<IDatabase, Task<T>> ask) => await ask((await ConnectAsync()).GetDatabase());

    // Whoever resolves it first is kept until the first attempt to connect has ended: too long for a request.
    private Task<IConnectionMultiplexer> ConnectAsync() =>
        _connecting is null or { IsFaulted: true } ? _connecting = Task.Run(services.GetRequiredService<IConnectionMultiplexer>) : _connecting;

    private void NoteBack()
    {
        if (Interlocked.Read(ref _awaySince) != 0 && Interlocked.Exchange(ref _awaySince, 0) != 0)
        {
            logger.LogInformation("Redis answers again");
        }
    }

    private void NoteAway(Exception exception)
    {
        if (Interlocked.Exchange(ref _awaySince, time.GetTimestamp()) == 0)
        {
            logger.LogWarning(
                "Redis does not answer ({Reason}); until it does, rate limits hold for each process by itself, and more queries are embedded", exception.Message);
        }
    }
}
