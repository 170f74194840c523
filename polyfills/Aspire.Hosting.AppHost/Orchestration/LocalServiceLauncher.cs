using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.LocalServices;
using Aspire.Hosting.Orchestration.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs what would be a container as a process of this machine.</summary>
internal sealed class LocalServiceLauncher(
    DistributedApplicationExecutionContext execution, AppHostLocation appHost, RunOptions run, IServiceProvider services) : ILauncher
{
    private readonly ConcurrentDictionary<string, DataFolder> _folders = [];

    public async Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var resource = instance.Resource;
        if (!resource.TryGetLastAnnotation<LocalServiceAnnotation>(out var service))
        {
            throw new DistributedApplicationException(
                $"'{resource.Name}' is a container, and the portable profile knows no local program for it. Use CommonTraceHosting=aspire.");
        }

        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().FirstOrDefault()
            ?? throw new DistributedApplicationException($"'{resource.Name}' has no endpoint to listen on.");
        var folder = _folders.GetOrAdd(instance.Id, _ => DataFolder.For(resource, appHost, run));
        var process = await service.Prepare(
            new LocalServiceContext(resource.Name, folder.FullName, endpoint.ReplicaPorts[0], instance.Log, services), cancellationToken);

        var shown = await new ResourceEnvironment(execution).ResolveAsync(instance, [], cancellationToken);
        var environment = process.Environment.ToDictionary(variable => variable.Key, variable => variable.Value);
        foreach (var variable in shown)
        {
            environment[variable.Name] = variable.Value;
        }

        return new LaunchPlan
        {
            FileName = process.FileName,
            Arguments = [.. process.Arguments, .. await ResourceEnvironment.ArgumentsAsync(resource, cancellationToken)],
            Environment = environment,
            Shown = shown,
            WorkingDirectory = folder.FullName,
            IsReadyAsync = process.IsReadyAsync,
            StopSignal = process.StopSignal,
            IsDetail = process.IsDetail,
        };
    }

    public Task CleanUpAsync(ResourceInstance instance)
    {
        if (_folders.TryRemove(instance.Id, out var folder))
        {
            folder.Dispose();
        }

        return Task.CompletedTask;
    }
}
