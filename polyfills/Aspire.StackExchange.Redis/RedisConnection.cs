using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>The one connection of the process, begun when first asked for. A failed attempt is not kept.</summary>
internal sealed class RedisConnection(Func<ConfigurationOptions> options) : IDisposable
{
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _connecting;

    public Task<ConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            return _connecting is null or { IsFaulted: true } ? _connecting = Task.Run(OpenAsync) : _connecting;
        }
    }

    public void Dispose()
    {
        _connecting?.ContinueWith(
            static connected => connected.GetAwaiter().GetResult().Dispose(),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(options());
        // In order, this client completes awaited commands on its one reader, where a continuation that waits for another hangs it.
        multiplexer.PreserveAsyncOrder = false;
        return multiplexer;
    }
}
