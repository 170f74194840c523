using System.Reflection;
using Aspire.Hosting.Projects;

namespace Aspire.Hosting.Testing;

/// <summary>
/// Runs an AppHost's entry point on a thread of its own and meets it at <c>Build()</c>: there it waits until the test builds, and goes
/// on with the application that the test then holds.
/// </summary>
internal sealed class EntryPointRun(Assembly appHost, string[] args)
{
    private readonly TaskCompletionSource<IDistributedApplicationBuilder> _reachedBuild = New<IDistributedApplicationBuilder>();
    private readonly TaskCompletionSource<bool> _mayBuild = New<bool>();
    private readonly TaskCompletionSource<DistributedApplication> _built = New<DistributedApplication>();

    public Task<IDistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        var main = appHost.EntryPoint
            ?? throw new InvalidOperationException($"'{appHost.GetName().Name}' has no entry point; name a type of an AppHost.");
        var options = Options();
        new Thread(() => Run(main, options)) { IsBackground = true, Name = $"{appHost.GetName().Name} entry point" }.Start();
        return _reachedBuild.Task.WaitAsync(cancellationToken);
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult(true);
        return _built.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends an entry point whose application was never built.</summary>
    public void Abandon() => _mayBuild.TrySetResult(false);

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunOptions Options()
    {
        var directory = appHost.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(known => known.Key == "AppHostDirectory")?.Value;
        var profile = directory is null ? null : LaunchSettingsFile.Of(directory).Choose(preferred: null);
        var settings = profile?.EnvironmentVariables ?? [];
        return new RunOptions
        {
            AppHost = appHost,
            EnvironmentName = settings.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? settings.GetValueOrDefault("ASPNETCORE_ENVIRONMENT") ?? "Development",
            Settings = settings,
            DisableDashboard = true,
            RandomPorts = true,
            ThrowAway = true,
            Building = WaitToBuild,
            Built = application => _built.TrySetResult(application),
        };
    }

    private void WaitToBuild(IDistributedApplicationBuilder builder)
    {
        _reachedBuild.TrySetResult(builder);
        if (!_mayBuild.Task.GetAwaiter().GetResult())
        {
            throw new OperationCanceledException("The test disposed of the builder without building.");
        }
    }

    private void Run(MethodInfo main, RunOptions options)
    {
        try
        {
            RunOptions.Current = options;
            _ = main.Invoke(null, main.GetParameters().Length == 0 ? null : [args]);
            var early = new InvalidOperationException($"The entry point of '{appHost.GetName().Name}' ended without building an application.");
            _reachedBuild.TrySetException(early);
        }
        catch (TargetInvocationException failed)
        {
            _reachedBuild.TrySetException(failed.InnerException!);
            _built.TrySetException(failed.InnerException!);
        }
    }
}
