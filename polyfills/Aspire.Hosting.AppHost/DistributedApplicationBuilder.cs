using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Logging;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Parameters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly RunOptions _run;

    public DistributedApplicationBuilder(DistributedApplicationOptions options, RunOptions run)
    {
        AppHostAssembly = run.AppHost
            ?? (options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly());
        AppHostDirectory = AppHostAssembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(known => known.Key == nameof(AppHostDirectory))?.Value ?? Directory.GetCurrentDirectory();

        _run = run with { DisableDashboard = run.DisableDashboard || options.DisableDashboard };
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ApplicationName = AppHostAssembly?.GetName().Name,
            ContentRootPath = Directory.Exists(AppHostDirectory) ? AppHostDirectory : null,
            EnvironmentName = run.EnvironmentName
                ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
                ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
        });
        var settings = run.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        ((IConfigurationBuilder)_host.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
        PublishRefusal.Check(_host.Configuration);

        Parameters = new ParameterValues(_host.Configuration, UserSecrets.Of(AppHostAssembly), run.ThrowAway);
        AddServices();
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);

    public IResourceCollection Resources { get; } = new ResourceCollection();

    internal ParameterValues Parameters { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(known => string.Equals(known.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"Two resources are named '{resource.Name}'. Names are unique, whatever their case.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _run.Building?.Invoke(this);
        var application = new DistributedApplication(_host.Build(), _run);
        _run.Built?.Invoke(application);
        return application;
    }

    private void AddServices()
    {
        Services.AddSingleton(new AppHostLocation(AppHostDirectory));
        Services.AddSingleton(_run);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(Resources);
        Services.AddSingleton<DistributedApplicationModel>();
        Services.AddSingleton(_ => new ResourceNotificationService());
        Services.AddSingleton<ResourceLogs>();
        Services.AddSingleton<ApplicationOrchestrator>();
        Services.AddSingleton<IDashboardSource, DashboardSource>();
        Services.AddSingleton<DashboardService>();
        Services.AddHostedService(services => services.GetRequiredService<DashboardService>());
        Services.AddHostedService<OrchestratorService>();
        Services.AddHttpClient();
        // Services and projects have their own time to stop; the host must outwait them.
        Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(3));
        // Health checks would tell of every request.
        _host.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        if (_run.ThrowAway)
        {
            Services.AddSingleton<IHostLifetime, NoConsoleLifetime>();
            return;
        }

        Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        _host.Logging.ClearProviders();
        _host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        _host.Logging.AddFilter("System", LogLevel.Warning);
        // What keeps the application from starting is told in one sentence, see DistributedApplication.RunAsync.
        _host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        Services.AddSingleton<ILoggerProvider, ConsoleLines>();
    }
}
