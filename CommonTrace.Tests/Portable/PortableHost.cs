using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Aspire.Hosting;

namespace CommonTrace.Tests.Portable;

/// <summary>The portable AppHost as a person starts it: a process of its own, here with random ports and folders of its own.</summary>
internal sealed class PortableHost : IAsyncDisposable
{
    public const string OperatorKey = "the-operators-key-of-a-portable-host-0123456789";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly string _marker = $"PORTABLE_TEST={Guid.CreateVersion7():n}";
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Process _process;

    private PortableHost(string? data, string[] arguments)
    {
        Temporary = OpenFolder();
        var name = typeof(Projects.CommonTrace_AppHost).Assembly.GetName().Name!;
        var program = Path.GetFullPath(Path.Combine("../..", name, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), name), AppContext.BaseDirectory);

        // A session of its own, and SIGINT as a terminal gives it: a test runner in the background ignores it, and so would its children.
        var start = new ProcessStartInfo(
            "setsid",
            [
                "env", "--default-signal=INT", program, "--ASPNETCORE_URLS=http://127.0.0.1:0", "ApiPort=0", $"UseVolumes={data is not null}",
                "Embedding:Provider=local", $"Parameters:operator-key={OperatorKey}", "Parameters:postgres-password=kept", "Parameters:openai-api-key=",
                .. arguments,
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = Temporary;
        start.Environment["COMMONTRACE_DATA"] = data;
        start.Environment[_marker.Split('=')[0]] = _marker.Split('=')[1];
        _process = Process.Start(start)!;
        Ended = FollowAsync();
    }

    /// <summary>Where its throw-away data lies.</summary>
    public string Temporary { get; }

    /// <summary>Everything that it said.</summary>
    public string Output => string.Join('\n', _seen);

    public Uri Api => new(Regex.Match(Output, @"Up: api at (http://[^,\s]+)").Groups[1].Value);

    public Uri Dashboard => new(Regex.Match(Output, @"Dashboard: (http://\S+)").Groups[1].Value);

    private Task Ended { get; }

    /// <param name="data">The folder for data that is kept; null throws the data away.</param>
    /// <param name="arguments">Added to the AppHost's arguments.</param>
    public static PortableHost Start(string? data = null, params string[] arguments)
    {
        Assert.SkipUnless(
            typeof(DistributedApplication).Assembly.GetName().Name == "Aspire.Hosting.AppHost",
            "These tests are about the portable host; this build has the real packages.");
        return new PortableHost(data, arguments);
    }

    public static async Task<PortableHost> StartUntilUpAsync(string? data = null)
    {
        var host = Start(data);
        await host.SaysAsync("Up: ");
        return host;
    }

    /// <summary>A temporary folder that an unprivileged user can pass through: root's services step down to one.</summary>
    public static string OpenFolder()
    {
        var folder = Directory.CreateTempSubdirectory("portable-test-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("711", 8));
        }

        return folder;
    }

    public async Task SaysAsync(string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (!await _lines.Reader.WaitToReadAsync(limit.Token))
            {
                Assert.Fail($"The host ended without saying '{text}':\n{Output}");
            }

            Take();
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        await Ended.WaitAsync(Limit);
        Take();
        return _process.ExitCode;
    }

    public async Task<int> StopAsync(string signal = "INT")
    {
        await SignalAsync(_process.Id, signal);
        return await ExitCodeAsync();
    }

    public static async Task SignalAsync(int processId, string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -s {signal} {processId}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Its processes that are still alive: every one inherits the marker in its environment.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Directory.GetDirectories("/proc").Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0]) && Read(process, "environ").Contains(_marker, StringComparison.Ordinal))];

    public int ProcessOf(string program) =>
        int.Parse(Path.GetFileName(Processes().First(process => Read(process, "cmdline").Split('\0')[0].EndsWith(program, StringComparison.Ordinal))), null);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync("TERM");
        }

        _process.Dispose();
        Directory.Delete(Temporary, recursive: true);
    }

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void Take()
    {
        while (_lines.Reader.TryRead(out var line))
        {
            _seen.Add(line);
        }
    }

    private async Task FollowAsync()
    {
        await Task.WhenAll(CopyAsync(_process.StandardOutput), CopyAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        _lines.Writer.Complete();
    }

    private async Task CopyAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(line);
        }
    }
}
