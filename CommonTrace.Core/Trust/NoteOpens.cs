using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Core.Trust;

/// <summary>That somebody opened a trace.</summary>
internal readonly record struct OpenedTrace(Guid TenantId, Guid TraceId, Guid UserId);

/// <summary>
/// Remembers who opened which trace without making the reader wait: in memory first, and every 250 ms in the database. A host that stops stores
/// what it holds; a process that is killed loses at most what was opened in the last 250 ms.
/// </summary>
public sealed class NoteOpens(StoreOpens store, TimeProvider time, ILogger<NoteOpens> logger) : BackgroundService
{
    // Pairs of a trace and a user. So many are held only while the database is away; what comes on top is not noted.
    internal const int MostHeld = 50_000;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Dictionary<OpenedTrace, int> _held = [];
    private Dictionary<OpenedTrace, int> _storing = [];
    private long _lost;

    /// <summary>Notes that a user opened a trace of a tenant.</summary>
    public void Note(Guid tenantId, Guid traceId, Guid userId) => Hold([new(new OpenedTrace(tenantId, traceId, userId), 1)]);

    /// <summary>Stores at once what is held of this one, so that whoever asks the database finds it.</summary>
    internal async Task StoreAsync(OpenedTrace opened, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_held.ContainsKey(opened) && !_storing.ContainsKey(opened))
            {
                return;
            }
        }

        await StoreAsync(() => _held.Remove(opened, out var times) ? new() { [opened] = times } : [], cancellationToken);
    }

    /// <summary>Stores all that is held. What cannot be stored is held again.</summary>
    internal Task StoreAllAsync(CancellationToken cancellationToken) => StoreAsync(
        () =>
        {
            var all = _held;
            _held = [];
            return all;
        },
        cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryStoreAllAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Not with the stopping token: a batch that was broken off would be told twice, or not at all.
            await TryStoreAllAsync(CancellationToken.None);
        }
    }

    private async Task TryStoreAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StoreAllAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "Who opened {Count} traces was not stored yet; {Lost} were not noted since the start", _held.Count, _lost);
        }
    }

    private async Task StoreAsync(Func<Dictionary<OpenedTrace, int>> take, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            lock (_lock)
            {
                _storing = take();
            }

            await StoreTakenAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                Hold(_storing);
                _storing = [];
            }

            _turn.Release();
        }
    }

    /// <summary>Stores tenant by tenant; whose are stored are no longer held.</summary>
    private async Task StoreTakenAsync(CancellationToken cancellationToken)
    {
        foreach (var ofTenant in _storing.GroupBy(opened => opened.Key.TenantId).ToList())
        {
            await store.ExecuteAsync(ofTenant.Key, [.. ofTenant], cancellationToken);
            lock (_lock)
            {
                foreach (var (opened, _) in ofTenant)
                {
                    _storing.Remove(opened);
                }
            }
        }
    }

    private void Hold(IEnumerable<KeyValuePair<OpenedTrace, int>> opens)
    {
        lock (_lock)
        {
            foreach (var (opened, times) in opens)
            {
                if (_held.TryGetValue(opened, out var before) || _held.Count < MostHeld)
                {
                    _held[opened] = before + times;
                }
                else
                {
                    _lost++;
                }
            }
        }
    }
}
