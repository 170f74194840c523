using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal static class ResourceUrls
{
    public static IEnumerable<UrlSnapshot> Of(ResourceInstance instance)
    {
        foreach (var endpoint in instance.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            var url = new ResourceUrlAnnotation { Url = endpoint.UrlOf(instance.Replica) };
            foreach (var change in instance.Resource.Annotations.OfType<EndpointUrlAnnotation>().Where(at => at.EndpointName == endpoint.Name))
            {
                change.Callback(url);
            }

            // A callback may give a path only; it is meant on the endpoint's own address.
            var absolute = url.Url.StartsWith('/') ? endpoint.UrlOf(instance.Replica) + url.Url : url.Url;
            yield return new UrlSnapshot(endpoint.Name, absolute, IsInternal: !endpoint.IsExternal);
        }
    }
}
