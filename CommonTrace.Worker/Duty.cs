using CommonTrace.Core.Data;

namespace CommonTrace.Worker;

/// <summary>Something that comes round in every worker process. It is safe to do twice at once, so nobody is elected to do it.</summary>
internal abstract class Duty(DatabaseGate gate, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>How long to wait from one round to the next.</summary>
    protected abstract TimeSpan Every { get; }

    /// <summary>Does it once.</summary>
    protected abstract Task RunOnceAsync(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "{Duty} failed; it comes round again in {Every}", GetType().Name, Every);
            }

            await Task.Delay(Every, time, stoppingToken);
        }
    }
}
