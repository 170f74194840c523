using System.Net;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class OperatorTests(TestApp app) : OwnTenant(app)
{
    private const string Verify = $"{ApiCalls.Keys}/verify";
    private const string TenantHeader = "X-Tenant-ID";

    [Fact]
    public async Task The_operator_has_every_scope_in_the_commons()
    {
        using var operatorClient = App.CreateClient();

        var answer = (await operatorClient.GetAnswerAsync(Verify)).Is(HttpStatusCode.OK);

        Assert.Equal(User.OperatorId, answer.Body.GetProperty("user_id").GetGuid());
        Assert.Equal(Core.Tenants.Tenant.CommonsId, answer.Body.GetProperty("tenant_id").GetGuid());
        Assert.Equal(Scopes.All, answer.Texts("scopes"));
    }

    [Fact]
    public async Task The_operator_works_in_the_tenant_that_the_header_names()
    {
        using var operatorClient = App.CreateClient();

        var written = await operatorClient.PostAnswerAsync(ApiCalls.Traces, Submission(), (TenantHeader, Tenant.Id.ToString()));

        var read = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{written.Is(HttpStatusCode.Accepted).Id}")).Is(HttpStatusCode.OK);
        Assert.Equal(User.OperatorId, read.Body.GetProperty("contributor_id").GetGuid());
    }

    [Fact]
    public async Task What_lies_in_a_tenant_is_not_in_the_operators_commons()
    {
        using var operatorClient = App.CreateClient();

        var written = await Client.PostAnswerAsync(ApiCalls.Traces, Submission());

        (await operatorClient.GetAnswerAsync($"{ApiCalls.Traces}/{written.Id}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_tenant_is_not_found()
    {
        using var operatorClient = App.CreateClient();

        var answer = await operatorClient.GetAnswerAsync(Verify, (TenantHeader, Guid.CreateVersion7().ToString()));

        Assert.Equal("tenant.not_found", answer.Is(HttpStatusCode.NotFound).Code);
    }

    [Theory]
    [InlineData("commons")]
    [InlineData("00000000-0000-7000-8000-000000000001, 00000000-0000-7000-8000-000000000001")]
    public async Task A_tenant_that_is_no_uuid_is_a_fault_of_the_header(string tenant)
    {
        using var operatorClient = App.CreateClient();

        var answer = await operatorClient.GetAnswerAsync(Verify, (TenantHeader, tenant));

        answer.IsRefusalOf(TenantHeader);
    }

    [Fact]
    public async Task A_user_may_name_no_tenant_but_their_own()
    {
        var own = await Client.GetAnswerAsync(Verify, (TenantHeader, Tenant.Id.ToString()));
        var other = await Client.GetAnswerAsync(Verify, (TenantHeader, Core.Tenants.Tenant.CommonsId.ToString()));
        var unknown = await Client.GetAnswerAsync(Verify, (TenantHeader, Guid.CreateVersion7().ToString()));

        own.Is(HttpStatusCode.OK);
        Assert.Equal("auth.other_tenant", other.Is(HttpStatusCode.Forbidden).Code);
        Assert.Equal("auth.other_tenant", unknown.Is(HttpStatusCode.Forbidden).Code);
    }
}
