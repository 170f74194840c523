using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration.Processes;
using Aspire.Hosting.Projects;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs a project from its built output, with the environment that Aspire gives it.</summary>
internal sealed class ProjectLauncher(
    DistributedApplicationExecutionContext execution, IConfiguration configuration, IHostEnvironment host, IHttpClientFactory clients)
    : ILauncher
{
    private static readonly string[] Exporter =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];

    // What describes the AppHost itself: its dashboard's address, its profile, and the secrets that it was given.
    private static readonly string[] NotInherited =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT",
        "DOTNET_LAUNCH_PROFILE", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES",
    ];

    private static readonly string[] NotInheritedBeginnings = ["ASPIRE_", "Parameters__", "ConnectionStrings__", "services__"];

    public async Task<LaunchPlan> PlanAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var launch = instance.Resource.Annotations.OfType<ProjectLaunchAnnotation>().Single();
        var project = instance.Resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath;
        if (!File.Exists(launch.OutputPath))
        {
            throw new DistributedApplicationException($"'{launch.OutputPath}' is not there. Build '{project}' first.");
        }

        var shown = await new ResourceEnvironment(execution).ResolveAsync(instance, Defaults(instance, launch.Profile), cancellationToken);
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOwn)
            .ToDictionary(name => name, _ => (string?)null);
        foreach (var variable in shown)
        {
            environment[variable.Name] = variable.Value;
        }

        return new LaunchPlan
        {
            FileName = Dotnet(),
            Arguments = [launch.OutputPath, .. await ResourceEnvironment.ArgumentsAsync(instance.Resource, cancellationToken)],
            Environment = environment,
            Shown = shown,
            WorkingDirectory = Path.GetDirectoryName(project)!,
            IsReadyAsync = stop => IsReadyAsync(instance, stop),
        };
    }

    private static bool IsOwn(string name) =>
        NotInherited.Contains(name) || NotInheritedBeginnings.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>The program that runs this process's own runtime.</summary>
    private static string Dotnet() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    private Dictionary<string, object> Defaults(ResourceInstance instance, LaunchProfile? profile)
    {
        var variables = new Dictionary<string, object>
        {
            ["OTEL_SERVICE_NAME"] = instance.Resource.Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.Id}",
        };
        foreach (var name in Exporter.Where(name => configuration[name] is not null))
        {
            variables[name] = configuration[name]!;
        }

        foreach (var (name, value) in profile?.EnvironmentVariables ?? [])
        {
            variables[name] = value;
        }

        if (!variables.ContainsKey("ASPNETCORE_ENVIRONMENT") && !variables.ContainsKey("DOTNET_ENVIRONMENT"))
        {
            variables["ASPNETCORE_ENVIRONMENT"] = host.EnvironmentName;
            variables["DOTNET_ENVIRONMENT"] = host.EnvironmentName;
        }

        AddPorts(instance, variables);
        return variables;
    }

    private static void AddPorts(ResourceInstance instance, Dictionary<string, object> variables)
    {
        var endpoints = instance.Resource.Annotations.OfType<EndpointAnnotation>().ToList();
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.PortVariable is not null))
        {
            variables[endpoint.PortVariable!] = endpoint.ReplicaPorts[instance.Replica].ToString(CultureInfo.InvariantCulture);
        }

        var urls = endpoints.Where(endpoint => endpoint.IsHttp && endpoint.PortVariable is null)
            .Select(endpoint => $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.ReplicaPorts[instance.Replica]}")
            .ToList();
        if (urls.Count > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);
        }
    }

    private async Task<bool> IsReadyAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        foreach (var check in instance.Resource.Annotations.OfType<HttpHealthCheckAnnotation>())
        {
            var endpoint = instance.Resource.Annotations.OfType<EndpointAnnotation>()
                .FirstOrDefault(known => known.IsHttp && (check.EndpointName is null || known.Name == check.EndpointName))
                ?? throw new DistributedApplicationException($"'{instance.Id}' has a health check but no HTTP endpoint for it.");
            using var client = clients.CreateClient();
            using var answer = await client.GetAsync(new Uri(new Uri(endpoint.UrlOf(instance.Replica)), check.Path), cancellationToken);
            if ((int)answer.StatusCode != check.StatusCode)
            {
                return false;
            }
        }

        return true;
    }
}
