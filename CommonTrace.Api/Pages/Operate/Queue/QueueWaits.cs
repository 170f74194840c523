using CommonTrace.Core;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>
/// Waits for the end of the work on behalf of people: a form cannot wait for an hour, and need not stay open. They end with this server, and a
/// pause that was not yet reported ends with them.
/// </summary>
internal sealed class QueueWaits(DrainQueue drain, QuiesceQueue quiesce, IHostApplicationLifetime host, TimeProvider time, ILogger<QueueWaits> logger)
    : IHostedService
{
    /// <summary>How many wait at once; each looks at the queue some times a second.</summary>
    public const int MostAtOnce = 4;

    private const int MostRemembered = 5;

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    private static readonly Failure TooMany = new(
        FailureKind.Conflict, "queue.too_many_waits", $"{MostAtOnce} waits are under way on this server already; stop one of them, or wait for its end.");

    /// <summary>Starts a drain; it is over when it says so in <see cref="List"/>.</summary>
    public Failure? StartDrain(Caller caller, TimeSpan timeout, string? reason) => Start(
        new QueueWait(Guid.CreateVersion7(), QueueWait.Drain, caller.UserId, reason, time.GetUtcNow(), timeout),
        async token => (await drain.ExecuteAsync(caller, timeout, reason, token)).Succeeded(out var drained, out var failure)
            ? EndingOf(drained, null)
            : Refused(failure));

    /// <summary>Starts a quiesce.</summary>
    public Failure? StartQuiesce(Caller caller, TimeSpan timeout, string reason, TimeSpan? expiresIn) => Start(
        new QueueWait(Guid.CreateVersion7(), QueueWait.Quiesce, caller.UserId, reason, time.GetUtcNow(), timeout),
        async token => (await quiesce.ExecuteAsync(caller, timeout, reason, expiresIn, token)).Succeeded(out var quiesced, out var failure)
            ? EndingOf(quiesced.Drained, quiesced.Pause)
            : Refused(failure));

    /// <summary>Ends a wait; one that is over stays as it ended.</summary>
    public void Stop(Guid id)
    {
        lock (_lock)
        {
            _entries.Find(entry => entry.Wait.Id == id && entry.Wait.Ending is null)?.Stop.Cancel();
        }
    }

    /// <summary>Those under way and the last that ended, the newest first.</summary>
    public IReadOnlyList<QueueWait> List()
    {
        lock (_lock)
        {
            return [.. _entries.Select(entry => entry.Wait)];
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All were told when the host was; a pause of theirs that nobody knows of is given the time to be ended.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.WhenAll(_entries.Select(entry => entry.Run)).WaitAsync(cancellationToken);
        }
    }

    private Failure? Start(QueueWait wait, Func<CancellationToken, Task<WaitEnding>> endAsync)
    {
        lock (_lock)
        {
            if (_entries.Count(entry => entry.Wait.Ending is null) >= MostAtOnce)
            {
                return TooMany;
            }

            var entry = new Entry(wait, CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStopping));
            _entries.Insert(0, entry);
            foreach (var old in _entries.Where(one => one.Wait.Ending is not null).Skip(MostRemembered).ToList())
            {
                _entries.Remove(old);
            }

            entry.Run = Task.Run(() => RunAsync(entry, endAsync));
            return null;
        }
    }

    private async Task RunAsync(Entry entry, Func<CancellationToken, Task<WaitEnding>> endAsync)
    {
        using var stop = entry.Stop;
        WaitEnding ending;
        try
        {
            ending = await endAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ending = new WaitEnding(time.GetUtcNow(), "stopped", "Somebody stopped it. It changed nothing.");
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A {Kind} that was begun on the pages failed", entry.Wait.Kind);
            ending = new WaitEnding(time.GetUtcNow(), "failed", "The server could not go on waiting; its log says why. Look at the pauses, and begin again.");
        }

        lock (_lock)
        {
            entry.Wait = entry.Wait with { Ending = ending };
        }
    }

    private WaitEnding Refused(Failure failure) => new(time.GetUtcNow(), "failed", failure.Detail);

    private WaitEnding EndingOf(Drained drained, HeldPause? pause) => (drained.IsDrained, pause) switch
    {
        (false, _) => new(time.GetUtcNow(), "timeout", $"The time was over first: {Spoken.Count(drained.Remaining, "job")} still due or in hand. Nothing was paused."),
        (true, null) => new(time.GetUtcNow(), "drained", "There was a moment with nothing due and nothing in hand."),
        (true, { } held) => new(time.GetUtcNow(), "paused", held.ExpiresAt is { } until
            ? $"Nothing was due or in hand, and the queue was paused in that moment, until {Spoken.Time(until)} at the latest."
            : "Nothing was due or in hand, and the queue was paused in that moment, until somebody resumes it."),
    };

    private sealed class Entry(QueueWait wait, CancellationTokenSource stop)
    {
        public QueueWait Wait { get; set; } = wait;

        public CancellationTokenSource Stop { get; } = stop;

        public Task Run { get; set; } = Task.CompletedTask;
    }
}
