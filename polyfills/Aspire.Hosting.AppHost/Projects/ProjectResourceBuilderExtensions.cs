using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Projects;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        // As `dotnet run` chose for the AppHost, so for the projects that know a profile of that name.
        var profile = SettingsOf(project).Choose(builder.Configuration["DOTNET_LAUNCH_PROFILE"]);
        return builder.AddProject(name, project, profile);
    }

    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="launchProfileName">Null runs the project without a launch profile.</param>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        if (launchProfileName is null)
        {
            return builder.AddProject(name, project, profile: null);
        }

        return SettingsOf(project).Profiles.TryGetValue(launchProfileName, out var profile)
            ? builder.AddProject(name, project, profile)
            : throw new DistributedApplicationException($"'{project.ProjectPath}' has no launch profile '{launchProfileName}'.");
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, IProjectMetadata project, LaunchProfile? profile)
    {
        var output = ProjectOutputs.Find(project.GetType().Assembly, project.ProjectPath);
        var added = builder.AddResource(new ProjectResource(name))
            .WithAnnotation(project)
            .WithAnnotation(new ProjectLaunchAnnotation(output, profile));

        foreach (var url in (profile?.Urls ?? []).DistinctBy(url => url.Scheme))
        {
            added.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, url.Scheme, port: url.Port) { TargetHost = url.Host });
        }

        return added;
    }

    private static LaunchSettingsFile SettingsOf(IProjectMetadata project) =>
        LaunchSettingsFile.Of(Path.GetDirectoryName(project.ProjectPath)!);
}
