using System.Diagnostics;
using System.Globalization;
using CommonTrace.Tests.Support;
using Npgsql;

namespace CommonTrace.Benchmarks.Queue;

/// <summary>Other queues on Postgres, from npm: installed once beside the build, run by a Node.js that comes with them.</summary>
internal sealed class PeerQueues
{
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "peers");

    /// <summary>Installs exactly what the lock file says, unless it was done.</summary>
    public async Task InstallAsync()
    {
        var installed = Path.Combine(_folder, "node_modules", ".package-lock.json");
        if (!File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(Path.Combine(_folder, "package-lock.json")))
        {
            await RunAsync("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        }
    }

    /// <summary>Lets a peer work off so many empty jobs in a database of its own; answers jobs a second.</summary>
    /// <param name="script">Its script's name, and its mode if there are several.</param>
    public async Task<double> MeasureAsync(TestApp app, int jobs, int workers, params string[] script)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(app, "peer");
        var output = await RunAsync(
            Path.Combine(_folder, "node_modules", ".bin", "node"),
            [$"{script[0]}.mjs", UriOf(database.ConnectionString), $"{jobs}", $"{workers}", .. script[1..]]);
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static string UriOf(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgres://{Uri.EscapeDataString(parts.Username!)}:{Uri.EscapeDataString(parts.Password!)}@{parts.Host}:{parts.Port}/{parts.Database}";
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}: {output}");
    }
}
