using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.LocalServices;

namespace Aspire.Hosting.Postgres;

/// <summary>Runs a PostgreSQL resource as a local process.</summary>
internal static class PostgresServer
{
    private const long Megabyte = 1 << 20;

    public static async Task<LocalServiceProcess> PrepareAsync(
        PostgresServerResource resource, LocalServiceContext context, CancellationToken cancellationToken)
    {
        var user = (await resource.UserNameReference.GetValueAsync(cancellationToken))!;
        var password = (await resource.PasswordParameter.GetValueAsync(cancellationToken))!;
        var data = new PostgresDataFolder(context.DataFolder);
        await DataFolderClaim.TakeAsync(context, data.PidFile, "INT", cancellationToken);

        var installation = await PostgresInstallations.FindAsync(data.Major, context.Logger, cancellationToken);
        var account = await ServiceAccount.FindAsync(cancellationToken);
        if (data.Major is null)
        {
            await data.MakeAsync(installation, account, user, password, context.Logger, cancellationToken);
        }

        var (fileName, arguments) = account.Command(
            installation.Program("postgres"),
            ["-D", data.Path, .. Settings(context.Port).SelectMany(setting => new[] { "-c", setting })]);
        var readiness = new PostgresReadiness(context, user, password, [.. resource.Databases.Values.Distinct()]);
        return new LocalServiceProcess(
            fileName,
            arguments,
            new Dictionary<string, string?> { ["LC_ALL"] = "C" },
            readiness.IsReadyAsync,
            PosixSignal.SIGINT,
            line => line.Contains("] LOG:  ", StringComparison.Ordinal));
    }

    // Data safety (fsync, full_page_writes) stays as PostgreSQL has it.
    private static IEnumerable<string> Settings(int port)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        yield return "listen_addresses=127.0.0.1";
        yield return $"port={port.ToString(CultureInfo.InvariantCulture)}";
        yield return "unix_socket_directories=";
        yield return "logging_collector=off";
        yield return "log_destination=stderr";
        yield return $"shared_buffers={Math.Clamp(memory / 16 / Megabyte, 128, 1024)}MB";
        yield return $"maintenance_work_mem={Math.Clamp(memory / 16 / Megabyte, 256, 1024)}MB";
        yield return "autovacuum_work_mem=64MB";
        yield return "max_wal_size=2GB";
        yield return "max_connections=200";

        // UTC by the one name that needs no time zone database on this machine.
        yield return "timezone=GMT";
        yield return "log_timezone=GMT";

        // Containers often have 64 MB here, and a parallel index build wants all of maintenance_work_mem.
        var shared = new DriveInfo("/dev/shm");
        if (!shared.IsReady || shared.AvailableFreeSpace < 2048 * Megabyte)
        {
            yield return "dynamic_shared_memory_type=mmap";
        }
    }
}
