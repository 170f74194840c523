using System.Runtime.InteropServices;

namespace Aspire.Hosting.Orchestration.Processes;

internal static class UnixSignals
{
    private const int Kill = 9;

    public static string NameOf(PosixSignal signal) => signal.ToString()[3..];

    public static void Send(int processId, PosixSignal signal) => _ = kill(processId, NumberOf(signal));

    /// <summary>Ends everything that the process started, itself included.</summary>
    public static void KillGroup(int leader)
    {
        // In its first moments the process has not made its group yet.
        if (kill(-leader, Kill) != 0)
        {
            _ = kill(leader, Kill);
        }
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal that asks a process to stop."),
    };

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable SYSLIB1054, IDE1006 // One call with two integers needs no generated marshalling; libc writes it in lower case.
    private static extern int kill(int processId, int signal);
#pragma warning restore SYSLIB1054, IDE1006
}
