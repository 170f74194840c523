using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Tenants.OperatorCalls;

namespace CommonTrace.Tests.Tenants;

/// <summary>A tenant is deleted whole, and nobody else with it.</summary>
public sealed class TenantDeletionTests(TestApp app) : OwnTenant(app)
{
    private const string TablesSql =
        """
        select string_agg(c.relname, ',') from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        """;

    [Fact]
    public async Task Nothing_of_it_is_left_in_any_table_and_its_keys_are_refused_at_once()
    {
        using var operatorClient = App.CreateClient();
        using var bystander = await (await App.CreateTenantAsync()).CreateContributorAsync();
        var kept = (await bystander.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted).Id;
        (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted);
        (await Client.PostAnswerAsync(ApiCalls.Search, new { q = "nothing is about this" })).Is(HttpStatusCode.OK);
        (await operatorClient.PostAnswerAsync($"{TenantsPath}/{Tenant.Id}/invitations", new { })).Is(HttpStatusCode.Created);
        await App.SqlAsync("insert into tenant_usage (tenant_id, day, writes) values ($1, current_date, 1)", Tenant.Id);

        (await operatorClient.DeleteAnswerAsync($"{TenantsPath}/{Tenant.Id}")).Is(HttpStatusCode.NoContent);

        Assert.Equal("auth.invalid_key", (await Client.GetAnswerAsync("/api/v1/me")).Is(HttpStatusCode.Unauthorized).Code);
        foreach (var table in ((string)(await App.SqlAsync(TablesSql))!).Split(','))
        {
            Assert.True(0L.Equals(await App.SqlAsync($"select count(*) from {table} where tenant_id = $1", Tenant.Id)), table);
        }

        (await bystander.GetAnswerAsync($"{ApiCalls.Traces}/{kept}")).Is(HttpStatusCode.OK);
        Assert.NotNull(await App.AuditedAsync("tenant.delete", Tenant.Id));
        (await operatorClient.DeleteAnswerAsync($"{TenantsPath}/{Tenant.Id}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_commons_stays()
    {
        using var operatorClient = App.CreateClient();

        var answer = await operatorClient.DeleteAnswerAsync($"{TenantsPath}/{Core.Tenants.Tenant.CommonsId}");

        Assert.Equal("tenant.is_commons", answer.Is(HttpStatusCode.Conflict).Code);
    }

    [Fact]
    public async Task Whoever_writes_while_their_tenant_is_deleted_is_told_so()
    {
        using var operatorClient = App.CreateClient();
        var writers = Enumerable.Range(0, 20).Select(async _ => await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).ToList();

        (await operatorClient.DeleteAnswerAsync($"{TenantsPath}/{Tenant.Id}")).Is(HttpStatusCode.NoContent);

        HttpStatusCode[] expected = [HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized];
        Assert.All(await Task.WhenAll(writers), answer => Assert.Contains(answer.Status, expected));
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task An_operator_who_wrote_there_does_not_hold_the_deletion_up()
    {
        using var operatorClient = App.CreateClient();
        using var second = await Tenant.CreateClientAsync("read", "contribute", "operate");
        var other = await operatorClient.CreateTenantAsync();
        (await second.PostAnswerAsync(ApiCalls.Traces, Submission(), ("X-Tenant-ID", other.ToString()))).Is(HttpStatusCode.Accepted);

        (await operatorClient.DeleteAnswerAsync($"{TenantsPath}/{Tenant.Id}")).Is(HttpStatusCode.NoContent);

        Assert.Equal(1L, await App.SqlAsync("select count(*) from traces where tenant_id = $1", other));
    }
}
