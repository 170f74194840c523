using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks often until the answer is yes, then now and then.</summary>
internal sealed class HealthProbe(Func<CancellationToken, Task<bool>> isReadyAsync)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NowAndThen = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task FollowAsync(Action<HealthStatus> changed, CancellationToken stop)
    {
        HealthStatus? last = null;
        while (!stop.IsCancellationRequested)
        {
            var status = await AskAsync(stop) ? HealthStatus.Healthy : HealthStatus.Unhealthy;
            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (status != last)
            {
                changed(status);
                last = status;
            }

            await Task.Delay(status == HealthStatus.Healthy ? NowAndThen : Often, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> AskAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            return await isReadyAsync(patience.Token);
        }
        // Whatever a check throws says the same: not ready.
        catch (Exception)
        {
            return false;
        }
    }
}
