using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts everything, each resource after its waits, and stops it in reverse.</summary>
internal sealed class ApplicationOrchestrator(
    IServiceProvider services,
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLogs logs,
    RunOptions run,
    IHostApplicationLifetime lifetime,
    ILogger<ApplicationOrchestrator> logger,
    TimeProvider time) : IAsyncDisposable
{
    private readonly StateBoard _states = new(notifications, model);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _starts = [];
    private int _failures;

    public IReadOnlyList<ResourceInstance> Instances { get; private set; } = [];

    public bool HasFailed => _failures > 0;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WaitCycles.Check(model.Resources);
        await MissingParameters.CheckAsync(model.Resources, cancellationToken);
        Instances = [.. model.Resources.SelectMany(InstancesOf)];
        foreach (var resource in model.Resources)
        {
            Ports.Allocate(resource, run.RandomPorts);
        }

        await PublishBeginningsAsync();
        var dependencies = new Dependencies(notifications, Instances);
        _starts.AddRange(Instances.GroupBy(instance => instance.Resource)
            .Select(group => StartAsync(group.Key, [.. group], dependencies)));
        _starts.Add(new StartSummary(notifications, this, services, logger).TellAsync(_stopping.Token));
    }

    /// <summary>The start cannot succeed any more: says why, once, and ends the run.</summary>
    public void Fail(string message)
    {
        if (Interlocked.Increment(ref _failures) > 1 || _stopping.IsCancellationRequested)
        {
            return;
        }

        logger.LogError("{Message}", message);
        if (!run.ThrowAway)
        {
            lifetime.StopApplication();
        }
    }

    /// <summary>A person's wish: a failure is shown at the resource and does not end the run.</summary>
    public async Task StartAgainAsync(ResourceInstance instance)
    {
        try
        {
            await instance.StartAsync(_stopping.Token);
        }
        catch (Exception failed) when (!_stopping.IsCancellationRequested)
        {
            instance.Fail(failed.Message);
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_starts);
        if (Instances.Any(instance => instance.IsRunning))
        {
            logger.LogInformation("Stopping.");
        }

        foreach (var layer in StopOrder.Layers(Instances.Select(instance => instance.Resource)))
        {
            await Task.WhenAll(Instances.Where(instance => layer.Contains(instance.Resource)).Select(instance => instance.StopAsync()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private IEnumerable<ResourceInstance> InstancesOf(IResource resource)
    {
        ILauncher? launcher = resource switch
        {
            ProjectResource => ActivatorUtilities.CreateInstance<ProjectLauncher>(services),
            ContainerResource => ActivatorUtilities.CreateInstance<LocalServiceLauncher>(services),
            _ => null,
        };
        if (launcher is null)
        {
            return [];
        }

        var replicas = resource.GetReplicaCount();
        return Enumerable.Range(0, replicas).Select(replica =>
        {
            var id = replicas == 1 ? resource.Name : $"{resource.Name}-{replica + 1}";
            return new ResourceInstance(resource, replica, id, launcher, logs.Of(id), _states, time);
        });
    }

    private async Task PublishBeginningsAsync()
    {
        foreach (var resource in model.Resources.Where(resource => Instances.All(instance => instance.Resource != resource.Root())))
        {
            await _states.PublishWithoutProcessAsync(resource);
        }

        foreach (var instance in Instances)
        {
            var waits = instance.Resource.HasAnnotationOfType<WaitAnnotation>();
            _states.Publish(instance, state => state with
            {
                State = waits ? KnownResourceStates.Waiting : KnownResourceStates.NotStarted,
                Urls = [.. ResourceUrls.Of(instance)],
            });
        }
    }

    private async Task StartAsync(IResource resource, ImmutableArray<ResourceInstance> replicas, Dependencies dependencies)
    {
        // The caller goes on to the next resource; nothing here may hold it up.
        await Task.Yield();
        try
        {
            await dependencies.WaitAsync(resource, _stopping.Token);
            logger.LogInformation("Starting {Resource}.", string.Join(", ", replicas.Select(replica => replica.Id)));
            await Task.WhenAll(replicas.Select(replica => replica.StartAsync(_stopping.Token)));
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Stopped while starting; StopAsync takes it from here.
        }
        catch (DependencyFailedException failed)
        {
            // Told before the failure spreads to those who wait in turn: the first reason is the one that helps.
            Fail(FailureReport.Of(failed.Message, failed.Dependency));
            FailAll(replicas, failed.Message);
        }
        catch (Exception failed)
        {
            Fail($"'{resource.Name}' could not start. {failed.Message}");
            FailAll(replicas, failed.Message);
            logger.LogDebug(failed, "Start of {Resource} failed.", resource.Name);
        }
    }

    private static void FailAll(ImmutableArray<ResourceInstance> replicas, string message)
    {
        foreach (var replica in replicas)
        {
            replica.Fail(message);
        }
    }
}
