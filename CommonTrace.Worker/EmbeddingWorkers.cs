using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Worker;

/// <summary>
/// Runs this process' workers, and lets each say every few seconds that it lives. Told to stop, they claim nothing more; the calls in hand
/// have until <see cref="WorkerOptions.StopWithin"/> to end, then their jobs are given back.
/// </summary>
internal sealed class EmbeddingWorkers(
    EmbedBatch passes, WorkerIdle idle, EmbeddingProvider provider, EmbeddingSets sets, WorkerRegister register, DatabaseGate gate, TimeProvider time,
    IOptions<WorkerOptions> options, ILogger<EmbeddingWorkers> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(5);

    // What is embedded by then must still be stored, and the rest given back.
    private const double ShareForCalls = 0.9;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (provider.MissingReason is { } reason)
        {
            logger.LogWarning("Nothing is embedded: {Reason}. Jobs wait", reason);
            return;
        }

        await gate.Opened.WaitAsync(stoppingToken);
        using var hurry = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => hurry.CancelAfter(options.Value.StopWithin * ShareForCalls));
        await Task.WhenAll(Enumerable.Range(1, options.Value.Count).Select(number => RunAsync(number, stoppingToken, hurry.Token)));
    }

    private async Task RunAsync(int number, CancellationToken stopping, CancellationToken hurry)
    {
        var worker = new EmbeddingLoop(new WorkerRecord(number), passes, idle, time, options.Value, logger);
        logger.LogInformation("embedding_worker_started: {Worker}, model {Model}", worker.Record.Name, provider.Configured!.Id);
        var beating = BeatAsync(worker.Record, stopping);
        await worker.RunAsync(stopping, hurry);
        await beating;
    }

    private async Task BeatAsync(WorkerRecord worker, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await register.BeatAsync(worker, (await sets.ActiveAsync(stopping))?.Model, stopping);
                await Task.Delay(BetweenBeats, time, stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                logger.LogDebug(exception, "The heartbeat of {Worker} was not written", worker.Name);
                await Task.Delay(BetweenBeats, time, CancellationToken.None).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Told to stop, in the middle of a beat perhaps.
                break;
            }
        }

        await LeaveAsync(worker);
    }

    private async Task LeaveAsync(WorkerRecord worker)
    {
        try
        {
            await register.LeaveAsync(worker, CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.LogDebug(exception, "{Worker} could not say that it stops; its heartbeat runs out", worker.Name);
        }
    }
}
