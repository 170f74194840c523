using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Logging;

/// <summary>The log of each resource, by its id.</summary>
internal sealed class ResourceLogs(ILoggerFactory loggers, TimeProvider time)
{
    private const string Category = "Aspire.Hosting.Resources.";
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparer.OrdinalIgnoreCase);

    public ResourceLog Of(string resourceId) =>
        _logs.GetOrAdd(resourceId, id => new ResourceLog(loggers.CreateLogger(Category + id), time));

    public static string? ResourceOf(string category) =>
        category.StartsWith(Category, StringComparison.Ordinal) ? category[Category.Length..] : null;
}
