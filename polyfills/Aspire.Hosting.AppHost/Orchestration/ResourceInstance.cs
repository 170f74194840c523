using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Logging;
using Aspire.Hosting.Orchestration.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>One process of a resource: a replica of a project, or a local service.</summary>
internal sealed class ResourceInstance(
    IResource resource, int replica, string id, ILauncher launcher, ResourceLog log, StateBoard states, TimeProvider time)
{
    private readonly SemaphoreSlim _turn = new(1);
    private ChildProcess? _process;
    private Task _watching = Task.CompletedTask;
    private bool _isStopping;

    public IResource Resource { get; } = resource;

    public int Replica { get; } = replica;

    public string Id { get; } = id;

    public ResourceLog Log { get; } = log;

    public bool IsRunning => _process is { Exited.IsCompleted: false };

    /// <summary>Plans and starts the process, and returns when that runs; health and exit are followed from then on.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (IsRunning)
            {
                return;
            }

            await _watching;
            await StartProcessAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_process is { } process && IsRunning)
            {
                _isStopping = true;
                states.Publish(this, state => state with { State = KnownResourceStates.Stopping, HealthStatus = null });
                await process.StopAsync();
            }

            await _watching;
            await launcher.CleanUpAsync(this);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Fail(string message) =>
        states.Publish(this, state => state with { State = KnownResourceStates.FailedToStart, HealthStatus = null, Message = message });

    private async Task StartProcessAsync(CancellationToken cancellationToken)
    {
        states.Publish(this, state => state with
        {
            State = KnownResourceStates.Starting,
            HealthStatus = null,
            ExitCode = null,
            ProcessId = null,
            Message = null,
        });
        var plan = await launcher.PlanAsync(this, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _isStopping = false;
        _process = ChildProcess.Start(plan, Log);
        states.Publish(this, state => state with
        {
            State = KnownResourceStates.Running,
            HealthStatus = HealthStatus.Unhealthy,
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            StopTimeStamp = null,
            ProcessId = _process.Id,
            EnvironmentVariables =
            [
                .. plan.Shown.Select(shown => new EnvironmentVariableSnapshot(shown.Name, shown.Value, IsFromSpec: true) { IsSecret = shown.IsSecret }),
            ],
        });
        _watching = WatchAsync(_process, plan);
    }

    private static string Ending(int code) => code switch
    {
        0 => "Finished.",
        > 128 => $"Ended by signal {code - 128}.",
        _ => $"Exited with code {code}.",
    };

    private async Task WatchAsync(ChildProcess process, LaunchPlan plan)
    {
        using var alive = new CancellationTokenSource();
        var health = new HealthProbe(plan.IsReadyAsync).FollowAsync(
            status => states.Publish(this, state => state with { HealthStatus = status }), alive.Token);
        var code = await process.Exited;
        await alive.CancelAsync();
        await health;

        var asked = _isStopping;
        states.Publish(this, state => state with
        {
            State = code == 0 || asked ? KnownResourceStates.Finished : KnownResourceStates.Exited,
            HealthStatus = null,
            ExitCode = code,
            ProcessId = null,
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            Message = asked ? "Stopped." : Ending(code),
        });
    }
}
