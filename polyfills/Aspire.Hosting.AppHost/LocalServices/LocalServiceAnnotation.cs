using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.LocalServices;

/// <summary>How a container resource runs as a local process.</summary>
internal sealed class LocalServiceAnnotation(
    Func<LocalServiceContext, CancellationToken, Task<LocalServiceProcess>> prepare) : IResourceAnnotation
{
    /// <summary>Finds or provisions the program and its data; called before each start.</summary>
    public Func<LocalServiceContext, CancellationToken, Task<LocalServiceProcess>> Prepare { get; } = prepare;
}
