using System.Diagnostics;
using System.Text;
using Aspire.Hosting.Logging;

namespace Aspire.Hosting.Orchestration.Processes;

/// <summary>
/// A process in a session of its own: the terminal's Ctrl+C does not reach it, and its group can be killed as a whole. A guard in that
/// group reads a pipe that only this process holds open; when this process dies, however it dies, the guard stops the group.
/// </summary>
internal sealed class ChildProcess
{
    // The program takes the shell's place, so its id is the group's id and its exit code is ours to see. As long as the guard is in
    // the group, the system does not give that id to anyone else.
    private const string Launcher = """
        signal=$1; shift
        exec 3<&0 </dev/null
        (
          trap '' INT TERM HUP
          exec >/dev/null 2>&1
          read -r _ <&3
          kill -s "$signal" $$
          left=100
          while [ $left -gt 0 ] && kill -0 $$; do sleep 0.1; left=$((left - 1)); done
          kill -s KILL -- -$$
        ) &
        exec "$@" 3<&-
        """;

    private readonly Process _process;
    private readonly LaunchPlan _plan;

    private ChildProcess(Process process, LaunchPlan plan, ResourceLog log)
    {
        _process = process;
        _plan = plan;
        Exited = FollowAsync(log);
    }

    public int Id => _process.Id;

    /// <summary>Completes with the exit code once the whole group is gone.</summary>
    public Task<int> Exited { get; }

    public static ChildProcess Start(LaunchPlan plan, ResourceLog log)
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        string[] arguments =
            ["/bin/sh", "-c", Launcher, "sh", UnixSignals.NameOf(plan.StopSignal), plan.FileName, .. plan.Arguments];
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!, plan, log);
    }

    /// <summary>Politely first; after the grace the group is killed.</summary>
    public async Task StopAsync()
    {
        if (!Exited.IsCompleted && !_process.HasExited)
        {
            UnixSignals.Send(Id, _plan.StopSignal);
        }

        if (await Task.WhenAny(Exited, Task.Delay(_plan.Grace)) != Exited)
        {
            UnixSignals.KillGroup(Id);
            await Exited;
        }
    }

    private async Task<int> FollowAsync(ResourceLog log)
    {
        var output = Task.WhenAll(
            CopyAsync(_process.StandardOutput, log, isError: false), CopyAsync(_process.StandardError, log, isError: true));
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        UnixSignals.KillGroup(Id);
        // Something that left the group may hold the pipes open for ever.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(2)));
        _process.Dispose();
        return code;
    }

    private async Task CopyAsync(StreamReader from, ResourceLog log, bool isError)
    {
        try
        {
            while (await from.ReadLineAsync() is { } line)
            {
                log.Add(line, isError, _plan.IsDetail(line));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The process is gone and so is its pipe.
        }
    }
}
