using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Embeddings.Local;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Worker;

/// <summary>Keeps the workers of this process going: pass after pass while there is work, idle until called or the poll is due.</summary>
internal sealed class EmbeddingWorkers(
    IServiceScopeFactory scopes, DatabaseGate gate, EmbeddingProvider provider, WorkSignal signal, TimeProvider time,
    IOptions<WorkerOptions> options, ILogger<EmbeddingWorkers> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (provider.MissingReason is { } reason)
        {
            logger.LogWarning("Nothing is embedded: {Reason}. Jobs wait", reason);
            return;
        }

        logger.LogInformation("Embedding with the model {Model}{Hint}", provider.Model!.Id, IsLocal ? ", in this process: set OPENAI_API_KEY for a better one" : "");
        await gate.Opened.WaitAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(1, options.Value.Count).Select(number => RunAsync(WorkerName(number), stoppingToken)));
    }

    private bool IsLocal => provider.Model?.Id == LocalEmbeddingGenerator.ModelId;

    private static string WorkerName(int number) => $"{Environment.MachineName}:{Environment.ProcessId}:{number}";

    private async Task RunAsync(string worker, CancellationToken stoppingToken)
    {
        logger.LogInformation("embedding_worker_started: {Worker}, model {Model}", worker, provider.Model!.Id);
        var batch = options.Value.Batch;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                var claimed = await PassAsync(worker, batch, stoppingToken);
                batch = claimed < batch ? options.Value.Batch : Math.Min(batch * 2, options.Value.LargestBatch);
                if (claimed == 0)
                {
                    await signal.WaitAsync(next, options.Value.Poll, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "A pass of {Worker} failed; what it had claimed is claimed again when its lease ends", worker);
                await Task.Delay(AfterFault, time, stoppingToken);
            }
        }
    }

    private async Task<int> PassAsync(string worker, int batch, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EmbedBatch>().RunOnceAsync(worker, batch, stoppingToken);
    }
}
