using System.Reflection;

namespace Aspire.Hosting.Projects;

/// <summary>The build writes where each referenced project's output lies into the AppHost's assembly.</summary>
internal static class ProjectOutputs
{
    private const string Prefix = "ProjectOutput:";

    public static string Find(Assembly appHost, string projectPath) =>
        appHost.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(output => output.Key == Prefix + projectPath)?.Value
        ?? throw new DistributedApplicationException(
            $"The AppHost does not know where '{projectPath}' is built. Reference it from the AppHost's project file.");
}
