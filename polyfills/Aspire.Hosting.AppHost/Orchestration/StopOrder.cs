using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal static class StopOrder
{
    /// <summary>Layers to stop one after the other: nothing is stopped while something that uses it still runs.</summary>
    public static IEnumerable<IReadOnlyList<IResource>> Layers(IEnumerable<IResource> resources)
    {
        var left = resources.Distinct().ToList();
        while (left.Count > 0)
        {
            var used = left.SelectMany(UsedBy).ToHashSet();
            var layer = left.Where(resource => !used.Contains(resource)).ToList();
            if (layer.Count == 0)
            {
                // They use each other; no order is better than another.
                layer = [.. left];
            }

            yield return layer;
            left.RemoveAll(layer.Contains);
        }
    }

    private static IEnumerable<IResource> UsedBy(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Root())
            .Concat(resource.Annotations.OfType<ReferenceAnnotation>().Select(reference => reference.Resource.Root()))
            .Where(used => used != resource);
}
