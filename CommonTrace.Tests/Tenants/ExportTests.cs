using System.Net;
using System.Text.Json.Nodes;
using CommonTrace.Core.Data;
using CommonTrace.Core.Export;
using CommonTrace.Core.Tenants;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CommonTrace.Tests.Tenants;

/// <summary>A tenant is exported whole, and an import takes what was exported.</summary>
public sealed class ExportTests(TestApp app) : OwnTenant(app)
{
    private const string Export = "/api/v1/admin/export";

    private const string HistorySql =
        """
        with vote as (insert into votes (id, tenant_id, trace_id, voter_id, vote_type, weight, is_established) values (gen_random_uuid(), $1, $2, $3, 'up', 0.2065, true)),
        outcome as (insert into outcomes (trace_id, user_id, tenant_id, solved, weight, counts) values ($2, $3, $1, true, 0.2, true)),
        edited as (update traces set version = 2 where id = $2),
        version as (
            insert into trace_versions (trace_id, version, tenant_id, title, context_text, solution_text, tags, edited_by, created_at)
            values ($2, 1, $1, 'before', 'c', 's', '{}', $3, now())),
        amendment as (
            insert into amendments (id, tenant_id, trace_id, contributor_id, improved_solution, explanation, status, is_credited, safety_flags)
            values (gen_random_uuid(), $1, $2, $3, 'better', 'because', 'pending', false, '{}'))
        insert into trace_flags (id, tenant_id, trace_id, user_id, category, reason, is_established) values (gen_random_uuid(), $1, $2, $3, 'spam', 'r', false)
        """;

    [Fact]
    public async Task Each_trace_is_a_line_with_what_belongs_to_it()
    {
        var id = await ContributeAsync(("metadata_json", new { os = "linux" }), ("agent_model", "m1"));
        await App.SqlAsync(HistorySql, Tenant.Id, id, Tenant.UserId);

        var trace = Assert.Single(await ExportAsync());

        Assert.Equal(
            [id.ToString(), "Every request opened a connection.", "Share one pool.", "m1", "pending"],
            new[] { "id", "context_text", "solution_text", "agent_model", "status" }.Select(field => trace[field]!.GetValue<string>()));
        Assert.Equal(("postgres", "linux", "tester"), ((string?)trace["tags"]![0], (string?)trace["metadata_json"]!["os"], (string?)trace["contributor"]!["display_name"]));
        Assert.Equal(0.2065m, (decimal)trace["votes"]![0]!["weight"]!);
        Assert.Equal(
            ["true", "better", "before", "spam"],
            new[] { trace["outcomes"]![0]!["solved"], trace["amendments"]![0]!["improved_solution"], trace["versions"]![0]!["title"], trace["flags"]![0]!["category"] }
                .Select(value => value!.ToString()));
        Assert.DoesNotContain("tenant_id", trace.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(await App.AuditedAsync("tenant.export", Tenant.Id));
    }

    [Fact]
    public async Task Without_history_a_line_is_the_trace_alone()
    {
        var id = await ContributeAsync();
        await App.SqlAsync(HistorySql, Tenant.Id, id, Tenant.UserId);

        var trace = Assert.Single(await ExportAsync("?history=false"));

        Assert.False(trace.ContainsKey("votes") || trace.ContainsKey("versions"));
    }

    [Fact]
    public async Task Imported_into_the_same_tenant_it_changes_nothing()
    {
        var id = await ContributeAsync();
        await ContributeAsync();
        await App.SqlAsync(HistorySql, Tenant.Id, id, Tenant.UserId);
        var before = await ExportAsync();

        (await ImportAsync(Tenant.Id, before)).IsTally(unchanged: 2);
        (await ImportAsync(Tenant.Id, before)).IsTally(unchanged: 2);

        Assert.Equal(before.Select(trace => trace.ToJsonString()), (await ExportAsync()).Select(trace => trace.ToJsonString()));
    }

    [Fact]
    public async Task An_empty_tenant_is_an_empty_answer_and_an_unknown_one_is_not_found()
    {
        using var operatorClient = App.CreateClient();

        Assert.Empty(await ExportAsync());
        Assert.Equal("tenant.not_found", (await operatorClient.GetAnswerAsync(Export, ("X-Tenant-ID", Guid.CreateVersion7().ToString()))).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task What_happens_meanwhile_is_not_in_it()
    {
        await App.StoreAsync(Tenant, [.. Enumerable.Range(0, 20).Select(number => $"trace {number}")]);
        using var host = TestDatabase.At(App.ConnectionString).CreateHost(DatabaseRole.Api);
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Enter(Tenant.Id);
        var caller = new Caller(User.OperatorId, Tenant.Id, Scopes.All, null);

        var exported = new List<string>();
        await foreach (var trace in scope.ServiceProvider.GetRequiredService<ExportTraces>().ExecuteAsync(caller, true, false, TestContext.Current.CancellationToken))
        {
            exported.Add(trace);
            if (exported.Count == 1)
            {
                await App.SqlAsync("delete from traces where tenant_id = $1", Tenant.Id);
                await App.StoreAsync(Tenant, ["came later"]);
            }
        }

        Assert.Equal(20, exported.Count);
        Assert.DoesNotContain(exported, trace => trace.Contains("came later", StringComparison.Ordinal));
    }

    private async Task<Guid> ContributeAsync(params (string Field, object? Value)[] fields) =>
        (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(fields))).Is(HttpStatusCode.Accepted).Id;

    private async Task<List<JsonObject>> ExportAsync(string query = "", Guid? tenant = null)
    {
        using var operatorClient = App.CreateClient();
        operatorClient.DefaultRequestHeaders.Add("X-Tenant-ID", (tenant ?? Tenant.Id).ToString());
        var text = await operatorClient.GetStringAsync(Export + query, TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    private async Task<Answer> ImportAsync(Guid tenant, List<JsonObject> traces)
    {
        using var operatorClient = App.CreateClient();
        var body = new StringContent(string.Join('\n', traces.Select(trace => trace.ToJsonString())), null, "application/x-ndjson");
        return await operatorClient.CallAsync(HttpMethod.Post, ApiCalls.Import, body, ("X-Tenant-ID", tenant.ToString()));
    }
}
