namespace CommonTrace.Worker;

/// <summary>Wakes the idle workers of this process. A call while all are busy is kept: the next to become idle looks once more.</summary>
public sealed class WorkSignal(TimeProvider time)
{
    private volatile TaskCompletionSource _next = NewSource();

    /// <summary>What to pass to <see cref="WaitAsync"/>; take it before looking for work, so that no call in between is missed.</summary>
    public Task Next => _next.Task;

    /// <summary>Wakes all who wait.</summary>
    public void Set() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    /// <summary>Waits for a call, or until the time is over.</summary>
    public async Task WaitAsync(Task next, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Time to look by oneself.
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
