using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CommonTrace.Cli.Server;

namespace CommonTrace.Cli.Doctor;

/// <summary>What everybody may see: whether the server is there, its version, its clock, its health.</summary>
internal static class ServerChecks
{
    // The header counts whole seconds.
    private static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(5);

    /// <summary>Without what a build may add behind a plus.</summary>
    public static string CommandVersion { get; } =
        typeof(ServerChecks).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static async Task<ServerFindings> RunAsync(ApiClient api, Connection connection, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "health");
            using var response = await api.AskAsync(request, cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(started);
            var health = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            var version = health.Text("version");
            return new(true, version, [Reached(connection, took), Versions(version), Clock(response.Headers.Date, took), .. Health(health)]);
        }
        catch (CliException failure)
        {
            return new(false, null, [new("server", Finding.Failed, failure.Message, "Start it, or give another address by --url, COMMONTRACE_URL or `commontrace login`.")]);
        }
        catch (JsonException)
        {
            return new(false, null, [new("server", Finding.Failed, $"{connection.Url} answers, but not as CommonTrace does.", "Check the address, and what stands between: a proxy, another program on the port.")]);
        }
    }

    private static Finding Reached(Connection connection, TimeSpan took)
    {
        var reached = string.Create(CultureInfo.InvariantCulture, $"{connection.Url} answers in {took.TotalMilliseconds:N0} ms.");
        return connection is { Key: not null, Url: { Scheme: "http", IsLoopback: false } }
            ? new("server", Finding.Warning, $"{reached} The key goes there in the clear.", "Use https://, by a proxy that ends TLS.")
            : new("server", Finding.Ok, reached);
    }

    private static Finding Versions(string? version) => version == CommandVersion
        ? new("version", Finding.Ok, $"The server and this command are {version}.")
        : new("version", Finding.Warning, $"The server is {version ?? "older than its versions are told"}, this command {CommandVersion}.", "Update the older of both; a call that only one of them knows fails.");

    private static Finding Clock(DateTimeOffset? theirs, TimeSpan took)
    {
        if (theirs is not { } date)
        {
            return new("clock", Finding.Skipped, "The answer bears no date.");
        }

        var difference = date - (TimeProvider.System.GetUtcNow() - (took / 2));
        var seconds = Math.Abs(difference.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture);
        return difference.Duration() <= LargestDifference
            ? new("clock", Finding.Ok, "This machine's and the server's clock agree.")
            : new("clock", Finding.Warning, $"The server's clock is {seconds} s {(difference > TimeSpan.Zero ? "ahead of" : "behind")} this machine's.", "Let both keep time by NTP.");
    }

    private static IEnumerable<Finding> Health(JsonElement health) =>
        from check in health.GetProperty("checks").EnumerateObject()
        where check.Name != "self"
        let detail = check.Value.Text("description")
        select check.Value.Text("status") switch
        {
            "ok" => new Finding(check.Name, Finding.Ok, detail ?? "Works."),
            "degraded" => new Finding(check.Name, Finding.Warning, detail ?? "Is degraded.", Cure(check.Name)),
            _ => new Finding(check.Name, Finding.Failed, detail ?? "Is down.", Cure(check.Name)),
        };

    private static string? Cure(string check) => check switch
    {
        "database" => "See that PostgreSQL runs and takes connections; the server's log says what it met.",
        "redis" => "See that Redis runs; until then each process limits rates by itself.",
        "embedding_worker" => "Start CommonTrace.Worker; its log and `commontrace queue status` say what holds it up.",
        _ => null,
    };
}

/// <summary>What was found, and whether there is anybody to ask more.</summary>
internal sealed record ServerFindings(bool IsReachable, string? Version, IReadOnlyList<Finding> Findings);
