using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.LocalServices;

/// <summary>
/// One AppHost at a time owns a data folder: it holds a file lock that ends with its process, however that ends. A server that is
/// alive while nobody holds the lock is therefore an orphan of a killed run, and is stopped.
/// </summary>
internal static class DataFolderClaim
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, FileStream> Held = new();

    /// <param name="context">Whose data folder it is.</param>
    /// <param name="pidFile">The file that the server keeps its process id in, inside its working folder.</param>
    /// <param name="stopSignal">What <c>kill -s</c> sends to an orphan.</param>
    /// <param name="cancellationToken">Ends the wait for an orphan's end.</param>
    public static async Task TakeAsync(
        LocalServiceContext context, string pidFile, string stopSignal, CancellationToken cancellationToken)
    {
        var server = LiveServer(pidFile);
        if (Held.ContainsKey(context.DataFolder) ? server is not null : !TryHold(context))
        {
            throw new InvalidOperationException(
                $"The data of '{context.ResourceName}' in '{context.DataFolder}' is in use by an AppHost that is still running"
                + (server is null ? "" : $" (its server is process {server})") + ". Stop that one first.");
        }

        if (server is { } orphan)
        {
            context.Logger.LogWarning("Stopping process {ProcessId}, which a killed run left behind on this data …", orphan);
            await StopAsync(orphan, pidFile, stopSignal, cancellationToken);
        }
    }

    private static bool TryHold(LocalServiceContext context)
    {
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(context.DataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return false;
        }

        Held[context.DataFolder] = held;
        context.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() =>
        {
            Held.TryRemove(context.DataFolder, out _);
            held.Dispose();
        });
        return true;
    }

    // A process id alone may have been reused: the process must also stand in a folder whose file of that name names it.
    private static int? LiveServer(string pidFile) =>
        ReadId(pidFile) is { } id && ReadId($"/proc/{id}/cwd/{Path.GetFileName(pidFile)}") == id ? id : null;

    private static int? ReadId(string path)
    {
        try
        {
            return int.TryParse(File.ReadLines(path).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task StopAsync(int orphan, string pidFile, string stopSignal, CancellationToken cancellationToken)
    {
        // The shell's own kill: the program of that name is missing on small systems.
        var id = orphan.ToString(CultureInfo.InvariantCulture);
        await ShortCommand.RunAsync("sh", ["-c", "kill -s \"$0\" \"$1\"", stopSignal, id], "", cancellationToken);
        for (var waited = TimeSpan.Zero; LiveServer(pidFile) == orphan; waited += TimeSpan.FromMilliseconds(100))
        {
            if (waited > StopTimeout)
            {
                throw new InvalidOperationException($"Process {orphan} did not stop within {StopTimeout.TotalSeconds} s. End it by hand.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }
}
