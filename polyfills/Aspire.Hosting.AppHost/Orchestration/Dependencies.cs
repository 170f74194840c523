using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource said it waits for.</summary>
internal sealed class Dependencies(ResourceNotificationService notifications, IReadOnlyList<ResourceInstance> instances)
{
    public async Task WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        // One failure is enough to give up the other waits.
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = resource.Annotations.OfType<WaitAnnotation>()
            .SelectMany(wait => instances.Where(instance => instance.Resource == wait.Resource.Root())
                .Select(instance => WaitAsync(resource, wait, instance, given.Token)))
            .ToList();
        await foreach (var done in Task.WhenEach(waits).WithCancellation(CancellationToken.None))
        {
            if (!done.IsCompletedSuccessfully)
            {
                await given.CancelAsync();
                await done;
            }
        }
    }

    private async Task WaitAsync(IResource resource, WaitAnnotation wait, ResourceInstance dependency, CancellationToken cancellationToken)
    {
        var reached = await notifications.WaitForResourceAsync(
            dependency.Id,
            change => change.ResourceId == dependency.Id && (change.Snapshot.IsTerminal || IsMet(wait, change.Snapshot)),
            cancellationToken);
        if (!IsMet(wait, reached.Snapshot))
        {
            throw new DependencyFailedException(resource, dependency, Reason(wait, reached.Snapshot));
        }
    }

    private static bool IsMet(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitForCompletion => snapshot.IsTerminal && snapshot.ExitCode == wait.ExitCode,
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running || snapshot.ExitCode == 0,
        _ => snapshot.IsReady,
    };

    private static string Reason(WaitAnnotation wait, CustomResourceSnapshot snapshot)
    {
        var wanted = wait.WaitType switch
        {
            WaitType.WaitForCompletion => string.Create(CultureInfo.InvariantCulture, $"to exit with code {wait.ExitCode}"),
            WaitType.WaitUntilStarted => "to run",
            _ => "to run and be healthy",
        };
        return snapshot.ExitCode is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"{wanted}, but it exited with code {code}")
            : $"{wanted}, but it did not start";
    }
}

internal sealed class DependencyFailedException(IResource waiting, ResourceInstance dependency, string reason)
    : Exception($"'{waiting.Name}' waits for '{dependency.Id}' {reason}.")
{
    public ResourceInstance Dependency { get; } = dependency;
}
