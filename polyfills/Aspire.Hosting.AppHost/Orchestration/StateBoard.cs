using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Publishes the state of a process for its resource and for what lives inside it, such as a server's databases.</summary>
internal sealed class StateBoard(ResourceNotificationService notifications, DistributedApplicationModel model)
{
    public void Publish(ResourceInstance instance, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        _ = notifications.PublishUpdateAsync(instance.Resource, instance.Id, change);
        foreach (var child in model.Resources.OfType<IResourceWithParent>().Where(child => child.Root() == instance.Resource))
        {
            _ = notifications.PublishUpdateAsync(child, before => Mirror(before, instance));
        }
    }

    /// <exception cref="DistributedApplicationException">A parameter has no value.</exception>
    public async Task PublishWithoutProcessAsync(IResource resource)
    {
        EnvironmentVariableSnapshot[] shown = resource is ParameterResource parameter
            ? [new EnvironmentVariableSnapshot("Value", await parameter.GetValueAsync(), IsFromSpec: true) { IsSecret = parameter.Secret }]
            : [];
        await notifications.PublishUpdateAsync(
            resource, before => before with { State = KnownResourceStates.Running, EnvironmentVariables = [.. shown] });
    }

    private CustomResourceSnapshot Mirror(CustomResourceSnapshot before, ResourceInstance instance) =>
        notifications.TryGetCurrentState(instance.Id, out var parent)
            ? before with
            {
                State = parent.Snapshot.State,
                HealthStatus = parent.Snapshot.HealthStatus,
                StartTimeStamp = parent.Snapshot.StartTimeStamp,
                Message = parent.Snapshot.Message,
            }
            : before;
}
