namespace CommonTrace.Api.Pages.Operate.Live;

/// <summary>A reading that all who look share: made when somebody asks and the last one has grown old, so never while nobody looks.</summary>
/// <param name="fresh">How long a reading serves, from its beginning; a failed one, too.</param>
/// <param name="read">Makes one. Nobody who leaves ends it, since others may wait for it.</param>
internal sealed class SharedReading<T>(TimeSpan fresh, TimeProvider time, Func<Task<T>> read)
{
    private readonly Lock _lock = new();
    private Task<T>? _last;
    private long _begun;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_begun) >= fresh))
            {
                (_begun, _last) = (time.GetTimestamp(), read());
            }

            return _last.WaitAsync(cancellationToken);
        }
    }
}
