using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Jobs.History;
using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.Options;

namespace CommonTrace.Worker;

/// <summary>Makes jobs of lost workers due again.</summary>
internal sealed class RescueDuty(
    JobUpkeep upkeep, WorkSignal signal, DatabaseGate gate, TimeProvider time, IOptions<QueueOptions> options, ILogger<RescueDuty> logger) : Duty(gate, time, logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    protected override TimeSpan Every => options.Value.Lease / 4 < Longest ? options.Value.Lease / 4 : Longest;

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        var (pending, failed) = await upkeep.RescueAsync(stoppingToken);
        if (pending + failed > 0)
        {
            CommonTraceTelemetry.LeasesExpired.Add(pending + failed);
            logger.LogWarning("The lease of {Count} jobs ended: {Pending} are tried again, {Failed} had no attempt left", pending + failed, pending, failed);
            signal.Set();
        }
    }
}

/// <summary>Gives a job to traces that have neither vector nor job, and wakes the workers for them.</summary>
internal sealed class SweepDuty(
    JobUpkeep upkeep, WorkSignal signal, JobWakeUp wakeUp, DatabaseGate gate, TimeProvider time, IOptions<WorkerOptions> options, ILogger<SweepDuty> logger)
    : Duty(gate, time, logger)
{
    private const int MostAtOnce = 1_000;

    protected override TimeSpan Every => options.Value.Sweep;

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        await upkeep.AddUpCountsAsync(stoppingToken);
        int made, all = 0;
        do
        {
            made = await upkeep.SweepAsync(MostAtOnce, stoppingToken);
            all += made;
            if (made > 0)
            {
                signal.Set();
                wakeUp.Publish();
            }
        }
        while (made == MostAtOnce);

        if (all > 0)
        {
            logger.LogInformation("The sweep made {Count} jobs for traces that had none", all);
        }
    }
}

/// <summary>Removes records that have served.</summary>
internal sealed class RetentionDuty(JobUpkeep upkeep, DatabaseGate gate, TimeProvider time, ILogger<RetentionDuty> logger) : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromHours(1);

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        if (await upkeep.RetainAsync(stoppingToken) is > 0 and var removed)
        {
            logger.LogInformation("{Count} completed jobs were older than Queue:Retention and are removed", removed);
        }
    }
}

/// <summary>Reads how the queue stands, for the metrics.</summary>
internal sealed class GaugeDuty(ReadQueueFigures figures, QueueGauges gauges, DatabaseGate gate, TimeProvider time, ILogger<GaugeDuty> logger)
    : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(10);

    protected override async Task RunOnceAsync(CancellationToken stoppingToken) => gauges.Show(await figures.ExecuteAsync(stoppingToken));
}

/// <summary>Writes the queue's history, a row a minute. It looks oftener, so that a minute has its row soon after it begins, whoever comes first.</summary>
internal sealed class HistoryDuty(RecordQueueMinute record, DatabaseGate gate, TimeProvider time, ILogger<HistoryDuty> logger) : Duty(gate, time, logger)
{
    protected override TimeSpan Every => TimeSpan.FromSeconds(10);

    protected override Task RunOnceAsync(CancellationToken stoppingToken) => record.ExecuteAsync(stoppingToken);
}
