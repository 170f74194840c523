using CommonTrace.Core.Jobs;

namespace CommonTrace.Worker;

/// <summary>Passes the calls that come over Redis on to this process' workers, as soon as Redis is there.</summary>
internal sealed class WakeUpListener(JobWakeUp wakeUp, WorkSignal signal, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await wakeUp.TrySubscribeAsync(signal.Set, stoppingToken))
        {
            await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
        }

        // What was called while nobody listened.
        signal.Set();
    }
}
