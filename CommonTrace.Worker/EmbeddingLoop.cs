using CommonTrace.Core.Jobs;

namespace CommonTrace.Worker;

/// <summary>One worker: pass after pass while there is work. While a batch is being stored the next is claimed and embedded.</summary>
internal sealed class EmbeddingLoop(WorkerRecord record, EmbedBatch passes, WorkerIdle idle, TimeProvider time, WorkerOptions options, ILogger logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private int _batch = options.Batch;
    private bool _isFailing;
    private Task _storing = Task.CompletedTask;

    public WorkerRecord Record => record;

    /// <summary>Runs until told to stop, then finishes what is in hand.</summary>
    /// <param name="stopping">Nothing is claimed any more.</param>
    /// <param name="hurry">The calls in hand are given up.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken hurry)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PassAsync(stopping, hurry);
                _isFailing = false;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Once in full; an outage of an hour is not an hour of stack traces.
                logger.Log(_isFailing ? LogLevel.Debug : LogLevel.Error, exception, "{Worker} found no work, for a fault", record.Name);
                _isFailing = true;
                await Task.Delay(AfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Told to stop; a query that is broken off for it ends in more ways than one.
                break;
            }
        }

        await _storing;
    }

    private async Task PassAsync(CancellationToken stopping, CancellationToken hurry)
    {
        var next = idle.Next;
        if (await passes.ClaimAsync(record.Name, _batch, stopping) is not { } batch)
        {
            _batch = options.Batch;
            await _storing;
            await idle.WaitAsync(next, stopping);
            return;
        }

        _batch = batch.Jobs.Count < _batch ? options.Batch : Math.Min(_batch * 2, options.LargestBatch);
        await passes.EmbedAsync(batch, hurry);
        await _storing;
        _storing = StoreAsync(batch);
    }

    private async Task StoreAsync(HeldBatch batch)
    {
        try
        {
            await passes.StoreAsync(batch, CancellationToken.None);
            record.Count(batch);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A batch of {Worker} was not stored; its jobs are claimed again when their lease ends", record.Name);
        }
    }
}
