using Aspire.Hosting.Orchestration.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Knows how resources of one kind run.</summary>
internal interface ILauncher
{
    Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken);

    /// <summary>After the process ended for this run.</summary>
    Task CleanUpAsync(ResourceInstance instance) => Task.CompletedTask;
}
