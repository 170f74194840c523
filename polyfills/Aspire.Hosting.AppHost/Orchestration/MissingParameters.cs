using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal static class MissingParameters
{
    /// <summary>Says all that is missing at once, and before anything starts.</summary>
    public static async Task CheckAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var parameter in resources.OfType<ParameterResource>())
        {
            try
            {
                await parameter.GetValueAsync(cancellationToken);
            }
            catch (DistributedApplicationException reason)
            {
                missing.Add(reason.Message);
            }
        }

        if (missing.Count > 0)
        {
            throw new DistributedApplicationException(string.Join('\n', missing));
        }
    }
}
