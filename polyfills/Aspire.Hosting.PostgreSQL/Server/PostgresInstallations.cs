using Aspire.Hosting.LocalServices;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Postgres;

/// <summary>Where PostgreSQL comes from: the folder that was named, else one that is installed, else a private one.</summary>
internal static class PostgresInstallations
{
    private const string Variable = "COMMONTRACE_POSTGRES_BIN";
    private const string Wanted = "PostgreSQL 15 or newer with pgvector 0.8 or newer";

    private static readonly (string Root, string Pattern, string Bin)[] UsualPlaces =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/usr/local", "pgsql", "bin"),
        ("/usr/libexec", "postgresql*", ""),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    /// <param name="dataMajor">The major version that the data was made with, when there is data.</param>
    /// <param name="logger">Hears what was chosen and what was passed over.</param>
    /// <param name="cancellationToken">Ends a download too.</param>
    public static async Task<PostgresInstallation> FindAsync(int? dataMajor, ILogger logger, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return await NamedAsync(named, dataMajor, cancellationToken);
        }

        foreach (var bin in Folders())
        {
            if (await PostgresInstallation.ProbeAsync(bin, cancellationToken) is not { } found)
            {
                continue;
            }

            if (found.IsSuitable && (dataMajor is null || dataMajor == found.Major))
            {
                logger.LogInformation("Using {Installation}.", found);
                return found;
            }

            logger.LogInformation("Passing over {Installation}.", found);
        }

        if (dataMajor is not null and not ServiceBundle.PostgresMajor)
        {
            throw new InvalidOperationException(
                $"The data was made by PostgreSQL {dataMajor}, and no suitable PostgreSQL {dataMajor} is installed any more. "
                + $"Install it with pgvector, let {Variable} name its folder, or dump and load the data.");
        }

        return await PrivateAsync(logger, cancellationToken);
    }

    private static async Task<PostgresInstallation> NamedAsync(string bin, int? dataMajor, CancellationToken cancellationToken)
    {
        var found = await PostgresInstallation.ProbeAsync(Path.GetFullPath(bin), cancellationToken);
        return found switch
        {
            null => throw new InvalidOperationException(
                $"{Variable} is '{bin}', which holds no postgres and initdb that run. It must be the bin folder of {Wanted}."),
            { IsSuitable: false } => throw new InvalidOperationException(
                $"{Variable} names {found}. It must be the bin folder of {Wanted}."),
            _ when dataMajor is not null && dataMajor != found.Major => throw new InvalidOperationException(
                $"{Variable} names {found}, but the data was made by PostgreSQL {dataMajor}. Name one of that version."),
            _ => found,
        };
    }

    private static async Task<PostgresInstallation> PrivateAsync(ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var bin = ServiceBundle.PostgresBin(await ServiceBundle.GetAsync(logger, cancellationToken));
            return await PostgresInstallation.ProbeAsync(bin, cancellationToken)
                ?? throw new InvalidOperationException($"the one in '{bin}' does not run. Delete that folder, then start again.");
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{Wanted} is not installed, and a private copy could not be made: {exception.Message} "
                + $"Install it (and redis-server), or let {Variable} name the folder of its programs.", exception);
        }
    }

    private static IEnumerable<string> Folders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "postgres"))
            .Where(File.Exists)
            .Select(program => Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)!);
        var usual = UsualPlaces
            .Where(place => Directory.Exists(place.Root))
            .SelectMany(place => Directory.GetDirectories(place.Root, place.Pattern)
                .OrderDescending(StringComparer.Ordinal)
                .Select(folder => Path.Combine(folder, place.Bin)));
        return path.Concat(usual).Distinct();
    }
}
