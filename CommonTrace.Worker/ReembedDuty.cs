using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings.Reembed;
using CommonTrace.Core.Jobs;

namespace CommonTrace.Worker;

/// <summary>Keeps a change of the model going, step by step, and wakes the workers for it.</summary>
internal sealed class ReembedDuty(
    AdvanceReembedding advance, WorkSignal signal, JobWakeUp wakeUp, DatabaseGate gate, TimeProvider time, ILogger<ReembedDuty> logger) : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(1);

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        while (await advance.RunOnceAsync(stoppingToken))
        {
            signal.Set();
            wakeUp.Publish();
        }
    }
}
