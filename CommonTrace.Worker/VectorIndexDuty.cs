using CommonTrace.Core.Data;
using CommonTrace.Core.Embeddings;

namespace CommonTrace.Worker;

/// <summary>Takes the vector index away before a large load, and builds it after one.</summary>
internal sealed class VectorIndexDuty(TendVectorIndex tend, DatabaseGate gate, TimeProvider time, ILogger<VectorIndexDuty> logger) : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(5);

    protected override Task RunOnceAsync(CancellationToken stoppingToken) => tend.RunOnceAsync(stoppingToken);
}
