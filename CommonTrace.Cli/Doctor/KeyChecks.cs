using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Doctor;

/// <summary>Whether the key works, what it may do, and for how long.</summary>
internal static class KeyChecks
{
    private const string Name = "key";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static async Task<(Finding Finding, bool MayOperate)> RunAsync(ApiClient api, Connection connection, CancellationToken cancellationToken)
    {
        if (connection.Key is null)
        {
            return (new(Name, Finding.Warning, "There is no key for this server.", "`commontrace login`, or set COMMONTRACE_API_KEY."), false);
        }

        try
        {
            var key = await api.GetAsync("api/v1/keys/verify", cancellationToken);
            var scopes = key.Items("scopes").Select(scope => scope.GetString()!).ToList();
            return (Check(scopes, key.Time("expires_at")), scopes.Contains("operate"));
        }
        catch (CliException failure) when (failure.ExitCode == ExitCode.Refused)
        {
            return (new(Name, Finding.Failed, failure.Message, "`commontrace login` with another key."), false);
        }
        catch (CliException failure)
        {
            return (new(Name, Finding.Failed, failure.Message, "See what holds the database up."), false);
        }
    }

    private static Finding Check(IEnumerable<string> scopes, DateTimeOffset? expiresAt)
    {
        var may = $"Works, with the scopes {string.Join(", ", scopes)}";
        return expiresAt is { } end && end - TimeProvider.System.GetUtcNow() is var left && left < Soon
            ? new(Name, Finding.Warning, $"{may}; it ends in {Duration.Show(left)}.", "Make another while it works: `commontrace keys --help`.")
            : new(Name, Finding.Ok, $"{may}{(expiresAt is { } later ? $", until {later:u}" : "")}.");
    }
}

/// <summary>What operators may see: what the server says of its database and queue.</summary>
internal static class SystemChecks
{
    private const string Name = "system";

    public static async Task<(IReadOnlyList<Finding> Findings, JsonElement? Figures)> RunAsync(ApiClient api, bool mayOperate, CancellationToken cancellationToken)
    {
        const string Unseen = "migrations, extensions, indexes, vectors, words, jobs, pauses";
        if (!mayOperate)
        {
            return ([new(Name, Finding.Skipped, $"Not looked at: {Unseen}.", "Use a key with the scope operate.")], null);
        }

        try
        {
            var answer = await api.GetAsync("api/v1/admin/doctor", cancellationToken);
            return ([.. answer.Items("checks").Select(Finding.Of)], answer.GetProperty("figures"));
        }
        catch (CliException failure)
        {
            return ([new(Name, Finding.Failed, $"{Unseen} could not be looked at: {failure.Message}", "The server's log says more.")], null);
        }
    }
}
