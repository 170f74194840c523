using CommonTrace.Core.Users;
using CommonTrace.Tests.Cli;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>What a script of the folder <c>clients</c> is told: whom to be, and where to connect.</summary>
/// <param name="Sdk">Which generation of the SDK: first or second.</param>
internal sealed record ClientTarget(string Sdk, string Version, string AuthorKey, string ReaderKey)
{
    public string? Url { get; init; }

    public string[]? Command { get; init; }

    public Dictionary<string, string>? Environment { get; init; }

    public object Trace { get; } = new
    {
        title = "npgsql: 57P01 terminating connection behind pgbouncer",
        context_text = "Npgsql 10 behind pgbouncer in transaction mode: after each reload of it the error 57P01 came up.",
        solution_text = "Set `No Reset On Close=true` in the connection string.",
        tags = (string[])["npgsql", "pgbouncer"],
    };

    /// <summary>Two people of a tenant of their own, over HTTP or through the command.</summary>
    public static async Task<ClientTarget> CreateAsync(TestApp app, string sdk, string version, string transport)
    {
        var tenant = await app.CreateTenantAsync();
        var reader = await TestPerson.CreateAsync(app, tenant);
        var target = new ClientTarget(
            sdk, version, await tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute), reader.Client.DefaultRequestHeaders.GetValues("X-API-Key").Single());
        return transport == "http"
            ? target with { Url = new Uri(app.ApiAddress, "mcp").ToString() }
            : target with { Command = ["dotnet", CliProcess.CommandPath, "mcp"], Environment = new() { ["COMMONTRACE_URL"] = app.ApiAddress.ToString() } };
    }
}
