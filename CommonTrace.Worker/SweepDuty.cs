using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Worker;

/// <summary>Regularly gives a job to traces that have neither vector nor job, and wakes the workers for them.</summary>
internal sealed class SweepDuty(
    IServiceScopeFactory scopes, DatabaseGate gate, WorkSignal signal, TimeProvider time, IOptions<WorkerOptions> options, ILogger<SweepDuty> logger)
    : BackgroundService
{
    private const int MostAtOnce = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.Opened.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "The sweep failed; it comes round again in {Sweep}", options.Value.Sweep);
            }

            await Task.Delay(options.Value.Sweep, time, stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<JobQueue>();
        int made;
        do
        {
            made = await queue.SweepAsync(MostAtOnce, stoppingToken);
            if (made > 0)
            {
                logger.LogInformation("The sweep made {Count} jobs for traces that had none", made);
                signal.Set();
            }
        }
        while (made == MostAtOnce);
    }
}
