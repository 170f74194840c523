using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal static class WaitCycles
{
    /// <summary>Resources that wait for each other would wait for ever.</summary>
    public static void Check(IEnumerable<IResource> resources)
    {
        var cleared = new HashSet<IResource>();
        foreach (var resource in resources)
        {
            Visit(resource, [], cleared);
        }
    }

    private static void Visit(IResource resource, List<IResource> path, HashSet<IResource> cleared)
    {
        if (path.Contains(resource))
        {
            throw new DistributedApplicationException(
                $"These resources wait for each other: {string.Join(" → ", path.Append(resource).Select(waiting => waiting.Name))}.");
        }

        if (cleared.Contains(resource))
        {
            return;
        }

        path.Add(resource);
        foreach (var wait in resource.Annotations.OfType<WaitAnnotation>())
        {
            Visit(wait.Resource.Root(), path, cleared);
        }

        path.RemoveAt(path.Count - 1);
        cleared.Add(resource);
    }
}
