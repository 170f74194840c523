using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Aspire.Hosting.Testing;

namespace CommonTrace.Tests.Support;

/// <summary>One service as a process of its own, as a deployment runs it; killed at the end if it is still there.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string ListeningLine = "Now listening on: ";
    private const int SigTerm = 15;
    private const int SigContinue = 18;
    private const int SigStop = 19;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"The process ended before it listened.\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>What the process has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts <c>dotnet {project}.dll</c> on a free port of the loopback address.</summary>
    /// <param name="project">The project, such as <c>CommonTrace.Api</c>.</param>
    /// <param name="settings">Environment variables, such as <c>ASPNETCORE_ENVIRONMENT</c>.</param>
    public static ServiceProcess Start(string project, params (string Name, string Value)[] settings) => Start(project, [], settings);

    /// <summary>Starts it with arguments.</summary>
    public static ServiceProcess Start(string project, string[] arguments, params (string Name, string Value)[] settings)
    {
        var folder = FolderOf(project);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, $"{project}.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new ServiceProcess(start);
    }

    /// <summary>The API of the tests' application once more, healthy, as the given environment has it.</summary>
    public static async Task<ServiceProcess> StartApiAsync(TestApp app, string environment)
    {
        var api = Start(
            "CommonTrace.Api",
            ("ASPNETCORE_ENVIRONMENT", environment),
            ("ConnectionStrings__commontrace", app.ConnectionString),
            ("ConnectionStrings__redis", await app.App.GetConnectionStringAsync("redis") ?? ""),
            ("Embedding__Provider", "local"),
            ("Auth__OperatorKey", TestApp.OperatorKey));
        await api.HealthyAsync();
        return api;
    }

    /// <summary>A client of the address it listens on.</summary>
    public async Task<HttpClient> CreateClientAsync() => new() { BaseAddress = await _listening.Task.WaitAsync(Limit) };

    /// <summary>Waits until <c>/health</c> answers 200.</summary>
    public async Task HealthyAsync()
    {
        using var client = await CreateClientAsync();
        using var limit = new CancellationTokenSource(Limit);
        while ((await client.GetAsync("/health", limit.Token)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    /// <summary>Waits until it ends by itself, and answers its exit code.</summary>
    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop as an orchestrator does, by SIGTERM, and answers its exit code. Windows has no such signal: it is killed.</summary>
    public Task<int> StopAsync()
    {
        if (OperatingSystem.IsWindows() || Signal(_process.Id, SigTerm) != 0)
        {
            _process.Kill(entireProcessTree: true);
        }

        return ExitedAsync();
    }

    /// <summary>Ends it as a power cut would, by SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Holds it where it stands, by SIGSTOP, until <see cref="Thaw"/>; Linux only.</summary>
    public void Freeze() => Send(SigStop);

    public void Thaw() => Send(SigContinue);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    // artifacts/<profile>/bin/<project>/<configuration>: the tests' own output folder and the service's are cousins.
    internal static string FolderOf(string project)
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var folder = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
        return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException($"{project} is not built: there is no {folder}.");
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.IndexOf(ListeningLine, StringComparison.Ordinal) is >= 0 and var at)
        {
            _listening.TrySetResult(new Uri(line[(at + ListeningLine.Length)..].Trim()));
        }
    }

    private void Send(int signal)
    {
        if (Signal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Process {_process.Id} did not take signal {signal}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int processId, int signal);
}
