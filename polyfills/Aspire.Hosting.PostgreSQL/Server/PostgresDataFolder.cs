using System.Globalization;
using Aspire.Hosting.LocalServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Postgres;

/// <summary>The server's files. They are made beside and renamed, so what is there under the final name is whole.</summary>
internal sealed class PostgresDataFolder(string folder)
{
    public string Path { get; } = System.IO.Path.Combine(folder, "server");

    public string PidFile => System.IO.Path.Combine(Path, "postmaster.pid");

    /// <summary>The major version that the data was made with; null before it was made.</summary>
    public int? Major
    {
        get
        {
            var file = System.IO.Path.Combine(Path, "PG_VERSION");
            return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
        }
    }

    public async Task MakeAsync(
        PostgresInstallation installation, ServiceAccount account, string user, string password, ILogger logger,
        CancellationToken cancellationToken)
    {
        logger.LogInformation("Making the data folder {Folder} …", Path);
        foreach (var leftover in Directory.GetDirectories(folder, "server.new.*"))
        {
            Directory.Delete(leftover, recursive: true);
        }

        // A name of its own: the initdb of a killed run may still be writing.
        var stage = $"{Path}.new.{Environment.ProcessId}";
        await account.MakeFolderAsync(stage, cancellationToken);

        // The pipe inside the shell belongs to the account that initdb runs as, so that it may open it as a file: the password
        // is never on a disk or in a command line.
        const string Script = "cat | exec \"$0\" --pwfile=/dev/stdin \"$@\"";
        string[] arguments =
        [
            "-c", Script, installation.Program("initdb"), "-D", stage, "-U", user, "--auth=scram-sha-256", "--encoding=UTF8",
            .. Locale(installation.Major), "--no-instructions",
        ];
        var made = await account.RunAsync("sh", arguments, password + "\n", cancellationToken);
        if (made.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb of {installation} failed in '{stage}': {made.Error}");
        }

        Directory.Move(stage, Path);
    }

    // The same order and case rules on every machine: PostgreSQL's own since 17, else those of the C library.
    private static string[] Locale(int major) =>
        major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : OperatingSystem.IsLinux() ? ["--locale=C.UTF-8"]
        : ["--locale=C"];
}
