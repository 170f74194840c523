using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.LocalServices;

namespace Aspire.Hosting.Postgres;

/// <summary>A folder of PostgreSQL programs, and what was found out about them.</summary>
internal sealed partial record PostgresInstallation(string Bin, int Major, Version? Pgvector)
{
    private const int OldestMajor = 15;
    private static readonly Version OldestPgvector = new(0, 8);

    public bool IsSuitable => Major >= OldestMajor && Pgvector >= OldestPgvector;

    public string Program(string name) => Path.Combine(Bin, name);

    public override string ToString() =>
        $"PostgreSQL {Major} {(Pgvector is null ? "without pgvector" : $"with pgvector {Pgvector}")} in {Bin}";

    /// <summary>Looks at what a folder holds; null when it is no PostgreSQL server.</summary>
    public static async Task<PostgresInstallation?> ProbeAsync(string bin, CancellationToken cancellationToken)
    {
        var postgres = Path.Combine(bin, "postgres");
        if (!File.Exists(postgres) || !File.Exists(Path.Combine(bin, "initdb")))
        {
            return null;
        }

        var answer = await ShortCommand.RunAsync(postgres, ["--version"], "", cancellationToken);
        return VersionPattern().Match(answer.Output) is { Success: true } match
            ? new PostgresInstallation(
                bin,
                int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                await PgvectorAsync(bin, match.Groups[1].Value, cancellationToken))
            : null;
    }

    private static async Task<Version?> PgvectorAsync(string bin, string major, CancellationToken cancellationToken)
    {
        foreach (var share in await ShareFoldersAsync(bin, major, cancellationToken))
        {
            var control = Path.Combine(share, "extension", "vector.control");
            if (File.Exists(control)
                && ControlPattern().Match(await File.ReadAllTextAsync(control, cancellationToken)) is { Success: true } match)
            {
                return Version.Parse(match.Groups[1].Value);
            }
        }

        return null;
    }

    // pg_config knows, but comes with the development package on some systems; then the layouts that are usual.
    private static async Task<string[]> ShareFoldersAsync(string bin, string major, CancellationToken cancellationToken)
    {
        var config = Path.Combine(bin, "pg_config");
        if (File.Exists(config))
        {
            var answer = await ShortCommand.RunAsync(config, ["--sharedir"], "", cancellationToken);
            if (answer.ExitCode == 0)
            {
                return [answer.Output];
            }
        }

        return [.. new[]
        {
            $"../../../../share/postgresql/{major}", "../share/postgresql", $"../share/postgresql@{major}", "../share",
            $"../../../share/postgresql{major}",
        }.Select(share => Path.GetFullPath(share, bin))];
    }

    [GeneratedRegex(@"^postgres \(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^default_version\s*=\s*'(\d+\.\d+(?:\.\d+)?)'", RegexOptions.Multiline)]
    private static partial Regex ControlPattern();
}
