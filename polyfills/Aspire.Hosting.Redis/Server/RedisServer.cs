using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.LocalServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Redis;

/// <summary>Runs a Redis resource as a local process.</summary>
internal static partial class RedisServer
{
    public static async Task<LocalServiceProcess> PrepareAsync(
        RedisResource resource, LocalServiceContext context, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(context.DataFolder, "server");
        var pidFile = Path.Combine(folder, "redis.pid");
        await DataFolderClaim.TakeAsync(context, pidFile, "TERM", cancellationToken);

        var program = await FindAsync(context.Logger, cancellationToken);
        var account = await ServiceAccount.FindAsync(cancellationToken);
        var password = resource.PasswordParameter is { } parameter ? await parameter.GetValueAsync(cancellationToken) : null;
        var persistence = resource.Annotations.OfType<RedisPersistenceAnnotation>().LastOrDefault();

        // A file and not arguments: those would show the password to everybody on the machine.
        var settings = Path.Combine(folder, "redis.conf");
        await account.MakeFolderAsync(folder, cancellationToken);
        await account.WriteFileAsync(settings, Settings(context.Port, folder, pidFile, password, persistence), cancellationToken);

        var (fileName, arguments) = account.Command(program, [settings]);
        return new LocalServiceProcess(
            fileName,
            arguments,
            new Dictionary<string, string?> { ["LC_ALL"] = "C" },
            token => RedisReadiness.IsReadyAsync(context.Port, password, token),
            PosixSignal.SIGTERM,
            line => LogLine().IsMatch(line) && !Trouble().IsMatch(line));
    }

    private static async Task<string> FindAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var installed = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server"))
            .FirstOrDefault(File.Exists);
        if (installed is not null)
        {
            logger.LogInformation("Using {Program}.", installed);
            return installed;
        }

        try
        {
            return ServiceBundle.RedisServer(await ServiceBundle.GetAsync(logger, cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"redis-server is not on the PATH, and a private copy could not be made: {exception.Message} Install Redis.", exception);
        }
    }

    private static string Settings(
        int port, string folder, string pidFile, string? password, RedisPersistenceAnnotation? persistence)
    {
        var save = persistence is null
            ? "\"\""
            : string.Create(CultureInfo.InvariantCulture, $"{(long)persistence.Interval.TotalSeconds} {persistence.KeysChanged}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            bind 127.0.0.1
            port {port}
            daemonize no
            dir {Quote(folder)}
            pidfile {Quote(pidFile)}
            save {save}
            {(password is null ? "" : $"requirepass {Quote(password)}")}

            """);
    }

    // "604:M 21 Nov 2026 05:16:15.188 * Ready …"; what is no such line is said before the log is open: a mistake in the settings.
    [GeneratedRegex(@"^\d+:\S+ .*")]
    private static partial Regex LogLine();

    // Redis marks its greetings as warnings, so the words tell.
    [GeneratedRegex("error|failed|can't|cannot|denied", RegexOptions.IgnoreCase)]
    private static partial Regex Trouble();

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
