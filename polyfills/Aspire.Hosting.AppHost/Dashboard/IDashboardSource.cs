namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard page is fed from.</summary>
internal interface IDashboardSource
{
    IReadOnlyList<DashboardResource> Resources { get; }

    /// <summary>Each change of a resource, from now on.</summary>
    IAsyncEnumerable<DashboardResource> WatchAsync(CancellationToken cancellationToken);

    /// <summary>The backlog (the last 2,000 lines), then live lines.</summary>
    IAsyncEnumerable<DashboardLogLine> LogsAsync(string resource, CancellationToken cancellationToken);

    Task StopAsync(string resource, CancellationToken cancellationToken);

    Task StartAsync(string resource, CancellationToken cancellationToken);

    Task RestartAsync(string resource, CancellationToken cancellationToken);
}

internal sealed record DashboardResource(
    string Name,
    string Type,
    string State,
    string? Health,
    DateTimeOffset? StartedAt,
    int? ProcessId,
    int? ExitCode,
    IReadOnlyList<string> Urls,
    IReadOnlyList<DashboardVariable> Environment,
    string? Message,
    bool CanStart,
    bool CanStop);

internal sealed record DashboardVariable(string Name, string Value, bool IsSecret);

internal sealed record DashboardLogLine(long Number, DateTimeOffset At, bool IsError, string Text);
