using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.LocalServices;

/// <summary>A private PostgreSQL with pgvector and Redis, made once per user from Debian's packages.</summary>
internal static class ServiceBundle
{
    public const int PostgresMajor = 17;

    private static readonly string Recipe = Read("debian-programs.sh") + Read("service-bundle.sh");

    public static string PostgresBin(string bundle) => Path.Combine(bundle, $"usr/lib/postgresql/{PostgresMajor}/bin");

    public static string RedisServer(string bundle) => Path.Combine(bundle, "usr/bin/redis-server");

    /// <summary>The bundle's folder, made now unless it is there. Throws with the reason where it cannot be made.</summary>
    public static async Task<string> GetAsync(ILogger logger, CancellationToken cancellationToken)
    {
        // A changed recipe is another bundle.
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Recipe)))[..8];
        var folder = Path.Combine(LocalServiceFolders.Cache, $"services-{version}");
        if (IsWhole(folder))
        {
            return folder;
        }

        MakeCacheFolder();
        await using var turn = await WaitForTurnAsync(folder + ".lock", logger, cancellationToken);
        if (!IsWhole(folder))
        {
            await MakeAsync(folder, logger, cancellationToken);
        }

        return folder;
    }

    // The programs carry the bundle's path, so one that was moved is not usable.
    private static bool IsWhole(string folder) =>
        File.Exists(Path.Combine(folder, "path")) && File.ReadAllText(Path.Combine(folder, "path")) == folder;

    private static void MakeCacheFolder()
    {
        Directory.CreateDirectory(LocalServiceFolders.Cache);
        if (Environment.IsPrivilegedProcess)
        {
            // Services of root run as another user, whatever root's umask.
            File.SetUnixFileMode(LocalServiceFolders.Cache, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    private static async Task<FileStream> WaitForTurnAsync(string path, ILogger logger, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (attempt == 0)
                {
                    logger.LogInformation("Another start is preparing PostgreSQL and Redis; waiting for it …");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static async Task MakeAsync(string folder, ILogger logger, CancellationToken cancellationToken)
    {
        var cache = LocalServiceFolders.Cache;
        foreach (var leftover in Directory.GetDirectories(cache, $"{Path.GetFileName(folder)}.*").Append(folder).Where(Directory.Exists))
        {
            Directory.Delete(leftover, recursive: true);
        }

        var started = Stopwatch.GetTimestamp();
        var stage = $"{folder}.{Environment.ProcessId}";
        logger.LogInformation("Preparing a private PostgreSQL and Redis in {Folder} (once per user) …", folder);
        await RunRecipeAsync(stage, folder, logger, cancellationToken);
        Directory.Move(Path.Combine(stage, "bundle"), folder);
        Directory.Delete(stage, recursive: true);
        logger.LogInformation("PostgreSQL and Redis are ready after {Seconds:0.0} s.", Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task RunRecipeAsync(string stage, string folder, ILogger logger, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/etc/debian_version"))
        {
            throw new InvalidOperationException("that is made from Debian's packages, and this system is not Debian.");
        }

        // It is told to stop by the end of its standard input, which comes even when this process is killed.
        using var process = ShortCommand.Start("bash", ["-c", Recipe, "service-bundle", stage, folder]);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await using (cancellationToken.Register(process.StandardInput.Close))
        {
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            {
                logger.LogInformation("{Progress}", line);
            }

            await process.WaitForExitAsync(CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            Directory.Delete(stage, recursive: true);
            throw new InvalidOperationException(Reason(await error));
        }
    }

    // apt says what went wrong in its first line of this kind, then what follows from it.
    private static string Reason(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var first = lines.FirstOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal)) ?? lines.LastOrDefault("no reason given");
        return first.Replace("E: ", "").TrimEnd('.') + ".";
    }

    private static string Read(string script)
    {
        using var reader = new StreamReader(typeof(ServiceBundle).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}
