using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

/// <summary>What a command said, and how it ended.</summary>
public sealed record CliAnswer(int ExitCode, string Output, string Error);

/// <summary>The command <c>commontrace</c> as people run it: processes that share a home folder, which is thrown away, and an environment.</summary>
public sealed class CliProcess : IDisposable
{
    /// <summary>The built command, to be started with <c>dotnet</c>.</summary>
    public static readonly string CommandPath = Path.Combine(ServiceProcess.FolderOf("CommonTrace.Cli"), "CommonTrace.Cli.dll");

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("commontrace-cli-");

    public CliProcess()
    {
        (Environment["HOME"], Environment["XDG_CONFIG_HOME"]) = (Home, Path.Combine(Home, ".config"));
        foreach (var name in (string[])["COMMONTRACE_URL", "COMMONTRACE_API_KEY", "NO_COLOR", "VISUAL", "EDITOR"])
        {
            Environment[name] = null;
        }
    }

    /// <summary>Commands that speak with this server, by this key.</summary>
    public CliProcess(TestApp app, string? key = TestApp.OperatorKey)
        : this() => (Environment["COMMONTRACE_URL"], Environment["COMMONTRACE_API_KEY"]) = (app.ApiAddress.ToString(), key);

    public string Home => _home.FullName;

    /// <summary>What differs from the tests' own environment; null takes a variable away.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>Runs it to its end, with nothing to read.</summary>
    public Task<CliAnswer> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    /// <summary>Runs it to its end with this on its standard input.</summary>
    public async Task<CliAnswer> RunWithInputAsync(string input, params string[] arguments)
    {
        using var running = Start(arguments);
        await running.WriteAsync(input);
        return await running.EndedAsync();
    }

    /// <summary>Starts it: for what is interrupted, or answered while it runs.</summary>
    public RunningCli Start(params string[] arguments) => Start("dotnet", [CommandPath, .. arguments]);

    /// <summary>Starts it on a terminal of 80 columns, where its output and its errors are one; Linux only.</summary>
    public RunningCli StartOnTerminal(params string[] arguments)
    {
        var command = string.Join(' ', arguments.Prepend(CommandPath).Select(argument => $"'{argument}'"));
        return Start("script", ["-qec", $"stty cols 80 rows 24; TERM=xterm dotnet {command}", "/dev/null"]);
    }

    private RunningCli Start(string program, string[] arguments)
    {
        // SIGINT as a terminal gives it: a test runner in the background ignores it, and so would its children.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : program, OperatingSystem.IsLinux() ? ["--default-signal=INT", program, .. arguments] : arguments)
        {
            WorkingDirectory = Home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return new RunningCli(Process.Start(start)!);
    }

    public void Dispose() => _home.Delete(recursive: true);
}

/// <summary>A command that runs; killed at the end if it is still there.</summary>
public sealed class RunningCli(Process process) : IDisposable
{
    private const int SigInterrupt = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private bool _isRead = true;

    /// <summary>Reads its output until it has written this; <see cref="EndedAsync"/> answers the rest.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        var (read, letter) = (new StringBuilder(), new char[1]);
        while (!read.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            var count = await process.StandardOutput.ReadAsync(letter).AsTask().WaitAsync(Limit);
            read.Append(letter, 0, count > 0 ? count : throw new InvalidOperationException($"It ended before it wrote \"{text}\": {read}"));
        }

        return read.ToString();
    }

    /// <summary>The next line of its output; null at the end.</summary>
    public Task<string?> ReadLineAsync() => process.StandardOutput.ReadLineAsync().WaitAsync(Limit);

    /// <summary>The next line of its errors; null at the end. <see cref="EndedAsync"/> answers the rest.</summary>
    public Task<string?> ReadErrorLineAsync() => process.StandardError.ReadLineAsync().WaitAsync(Limit);

    /// <summary>Closes its output, as <c>head</c> does.</summary>
    public void StopReading()
    {
        _isRead = false;
        process.StandardOutput.Close();
    }

    /// <summary>Writes to its standard input; it may have ended without reading it.</summary>
    public async Task WriteAsync(string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // Its exit code and its words say why it did not read on.
        }
    }

    /// <summary>Presses Ctrl+C; not on Windows.</summary>
    public void Interrupt()
    {
        if (Signal(process.Id, SigInterrupt) != 0)
        {
            throw new InvalidOperationException($"Process {process.Id} did not take the signal.");
        }
    }

    /// <summary>Ends its input, and waits until it ends; a minute at most.</summary>
    public async Task<CliAnswer> EndedAsync()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read all.
        }

        var error = process.StandardError.ReadToEndAsync();
        var output = _isRead ? await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit) : "";
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new CliAnswer(process.ExitCode, output, await error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int processId, int signal);
}
