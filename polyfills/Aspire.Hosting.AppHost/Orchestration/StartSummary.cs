using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Says where each resource listens, what ended unasked, and at the end where a person goes.</summary>
internal sealed class StartSummary(
    ResourceNotificationService notifications, ApplicationOrchestrator orchestrator, IServiceProvider services, ILogger logger)
{
    private readonly HashSet<string> _ready = [];
    private readonly HashSet<string> _settled = [];
    private bool _told;

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                if (IsProcess(change))
                {
                    Tell(change);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
    }

    private void Tell(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        if (snapshot.IsReady && _ready.Add(change.ResourceId))
        {
            _settled.Add(change.ResourceId);
            logger.LogInformation("{Resource} is {Ready}.", change.ResourceId, Ready(snapshot));
        }
        else if (snapshot.IsTerminal && _settled.Add(change.ResourceId) | _ready.Remove(change.ResourceId))
        {
            TellEnd(change);
        }

        if (!_told && _settled.Count == orchestrator.Instances.Count && !orchestrator.HasFailed)
        {
            _told = true;
            logger.LogInformation("{Summary}", Summary());
        }
    }

    private void TellEnd(ResourceEvent change)
    {
        if (change.Snapshot.ExitCode is 0)
        {
            logger.LogInformation("{Resource} has finished.", change.ResourceId);
        }
        else if (change.Snapshot.ExitCode is not null)
        {
            logger.LogWarning("{Resource}: {Ending}", change.ResourceId, change.Snapshot.Message);
        }
    }

    private string Summary()
    {
        var external = notifications.Latest.Where(latest => latest.Snapshot.IsReady)
            .SelectMany(latest => latest.Snapshot.Urls.Where(url => !url.IsInternal).Select(url => $"{latest.ResourceId} at {url.Url}"));
        var dashboard = services.GetRequiredService<DashboardService>().Address is { } address ? [$"dashboard at {address.GetLeftPart(UriPartial.Authority)}"] : Array.Empty<string>();
        var missing = notifications.Latest.Where(latest => latest.Snapshot is { IsTerminal: true, ExitCode: not 0 } && IsProcess(latest))
            .Select(latest => latest.ResourceId).ToList();
        var up = missing.Count == 0 ? "Up" : $"Up without {string.Join(", ", missing)}";
        return $"{up}: {string.Join(", ", external.Concat(dashboard))}. Ctrl+C stops everything.";
    }

    private bool IsProcess(ResourceEvent change) => orchestrator.Instances.Any(instance => instance.Id == change.ResourceId);

    private static string Ready(CustomResourceSnapshot snapshot) =>
        snapshot.Urls.IsEmpty ? "running" : $"ready at {string.Join(", ", snapshot.Urls.Select(url => url.Url))}";
}
