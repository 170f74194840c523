using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

/// <summary>A tenant with a trace of somebody, and the command of somebody else there.</summary>
internal sealed class CliStage : IDisposable
{
    private CliStage(TestApp app, TestTenant tenant, CliProcess cli) => (App, Tenant, Cli) = (app, tenant, cli);

    public TestApp App { get; }

    public TestTenant Tenant { get; }

    public CliProcess Cli { get; }

    /// <summary>The trace that stands in it.</summary>
    public Guid TraceId { get; private set; }

    public static async Task<CliStage> CreateAsync(TestApp app)
    {
        var tenant = await app.CreateTenantAsync();
        var stage = new CliStage(app, tenant, new CliProcess(app, await tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute)));
        var (_, client) = await tenant.CreatePersonAsync(established: true);
        using (client)
        {
            var trace = new
            {
                title = "A deadlock in the ledger [draft]",
                context_text = "Two writers waited for each other.",
                solution_text = "Lock the rows in one order.\nThen try again.",
                tags = (string[])["postgres", "locks"],
            };
            var answer = await client.PostAsJsonAsync("/api/v1/traces", trace, TestContext.Current.CancellationToken);
            var stored = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            stage.TraceId = stored.GetProperty("id").GetGuid();
        }

        return stage;
    }

    public void Dispose() => Cli.Dispose();
}
