using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Logging;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Shows the orchestrator's resources to the dashboard and passes its wishes on.</summary>
internal sealed class DashboardSource(
    ResourceNotificationService notifications, ResourceLogs logs, ApplicationOrchestrator orchestrator) : IDashboardSource
{
    public IReadOnlyList<DashboardResource> Resources =>
        [.. notifications.Latest.Select(Describe)];

    public async IAsyncEnumerable<DashboardResource> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            yield return Describe(change);
        }
    }

    public IAsyncEnumerable<DashboardLogLine> LogsAsync(string resource, CancellationToken cancellationToken) =>
        logs.Of(Known(resource)).ReadAsync(cancellationToken);

    public Task StopAsync(string resource, CancellationToken cancellationToken) => InstanceOf(resource).StopAsync();

    public Task StartAsync(string resource, CancellationToken cancellationToken) => orchestrator.StartAgainAsync(InstanceOf(resource));

    public async Task RestartAsync(string resource, CancellationToken cancellationToken)
    {
        await StopAsync(resource, cancellationToken);
        await StartAsync(resource, cancellationToken);
    }

    private DashboardResource Describe(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        var hasProcess = orchestrator.Instances.Any(instance => instance.Id == change.ResourceId);
        return new DashboardResource(
            change.ResourceId,
            change.Resource.TypeName(),
            snapshot.State?.Text ?? "Unknown",
            snapshot.HealthStatus?.ToString(),
            snapshot.StartTimeStamp is { } started ? new DateTimeOffset(started, TimeSpan.Zero) : null,
            snapshot.ProcessId,
            snapshot.ExitCode,
            [.. snapshot.Urls.Select(url => url.Url)],
            [.. snapshot.EnvironmentVariables.Select(variable => new DashboardVariable(variable.Name, variable.Value ?? string.Empty, variable.IsSecret))],
            snapshot.Message,
            CanStart: hasProcess && snapshot.IsTerminal,
            CanStop: hasProcess && snapshot.State?.Text == KnownResourceStates.Running);
    }

    private string Known(string resource) =>
        notifications.TryGetCurrentState(resource, out _) ? resource : throw new ArgumentException($"No resource is named '{resource}'.", nameof(resource));

    private ResourceInstance InstanceOf(string resource) =>
        orchestrator.Instances.FirstOrDefault(instance => instance.Id == resource)
        ?? throw new ArgumentException($"No process stands behind '{resource}'.", nameof(resource));
}
