using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>The launch profile that a project runs with, and where its built output lies.</summary>
internal sealed record ProjectLaunchAnnotation(string OutputPath, LaunchProfile? Profile) : IResourceAnnotation;
