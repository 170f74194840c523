using Microsoft.Extensions.Configuration;

namespace CommonTrace.AppHost;

/// <summary>Hands the AppHost's configuration of the services on to them, wherever it was given: environment, arguments, settings files.</summary>
internal static class ServiceSettings
{
    private static readonly string[] Sections = ["Embedding", "Worker", "Queue", "Search", "Auth", "RateLimit", "Safety", "Trust", "Moderation", "Pages", "Mcp", "Fixtures"];

    // Parameters carry these, so that they are masked here and asked for when publishing.
    private static readonly string[] Secrets = ["Auth:OperatorKey", "Auth:Pepper", "Embedding:ApiKey"];

    public static IResourceBuilder<ProjectResource> WithSettings(this IResourceBuilder<ProjectResource> project, IDistributedApplicationBuilder builder)
    {
        foreach (var (key, value) in Sections.SelectMany(section => builder.Configuration.GetSection(section).AsEnumerable()))
        {
            if (value is not null && !Secrets.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                project.WithEnvironment(key.Replace(":", "__", StringComparison.Ordinal), value);
            }
        }

        return NeedsLocalEmbedder(builder) ? project.WithEnvironment("Embedding__Provider", "local") : project;
    }

    /// <summary>While developing, without a key or another choice, traces are embedded in the process; the worker's log says so.</summary>
    private static bool NeedsLocalEmbedder(IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsRunMode
        && string.IsNullOrEmpty(builder.Configuration["OPENAI_API_KEY"])
        && string.IsNullOrEmpty(builder.Configuration["Embedding:ApiKey"])
        && builder.Configuration["Embedding:Provider"] is null;
}
