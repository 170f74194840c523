namespace Aspire.Hosting.ApplicationModel;

/// <summary>Each replica is asked by itself, so this names the endpoint and not an address.</summary>
internal sealed record HttpHealthCheckAnnotation(string? EndpointName, string Path, int StatusCode) : IResourceAnnotation;
