using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Cli;

public sealed class SearchCommandTests(TestApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_finds_what_was_contributed()
    {
        var tenant = await app.CreateTenantAsync();
        using var client = await tenant.CreateContributorAsync();
        var trace = new { title = "A deadlock in the ledger", context_text = "Two writers waited for each other.", solution_text = "Lock in one order." };
        (await client.PostAsJsonAsync("/api/v1/traces", trace, Cancellation)).EnsureSuccessStatusCode();
        using var cli = new CliProcess(app, await tenant.CreateKeyAsync(Scopes.Read));

        var answer = await cli.RunAsync("search", "deadlock ledger", "--json");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        var found = Assert.Single(JsonElement.Parse(answer.Output).GetProperty("results").EnumerateArray());
        Assert.Equal("A deadlock in the ledger", found.GetProperty("title").GetString());
    }
}
