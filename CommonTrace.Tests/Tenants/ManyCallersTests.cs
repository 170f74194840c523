using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using static CommonTrace.Tests.Tenants.OperatorCalls;

namespace CommonTrace.Tests.Tenants;

/// <summary>Fifty callers at once: no error of the server, no effect twice.</summary>
public sealed class ManyCallersTests(TestApp app) : OwnTenant(app)
{
    private const int Callers = 50;

    [Fact]
    public async Task Of_those_who_register_an_address_one_succeeds()
    {
        using var stranger = App.CreateClient(key: null);
        var email = $"{Guid.CreateVersion7():N}@example.org";

        var answers = await AtOnceAsync(_ => stranger.PostAnswerAsync(ApiCalls.Keys, new { email }));

        Assert.Equal([(HttpStatusCode.Created, 1), (HttpStatusCode.Conflict, Callers - 1)], Tally(answers));
    }

    [Fact]
    public async Task Of_those_who_share_an_invitation_for_one_one_comes_in()
    {
        using var operatorClient = App.CreateClient();
        using var stranger = App.CreateClient(key: null);
        var invited = (await operatorClient.PostAnswerAsync($"{TenantsPath}/{Tenant.Id}/invitations", new { })).Is(HttpStatusCode.Created);
        var code = invited.Body.GetProperty("invitation_code").GetString();

        var answers = await AtOnceAsync(_ => stranger.PostAnswerAsync(ApiCalls.Keys, new { invitation_code = code }));

        Assert.Equal([(HttpStatusCode.Created, 1), (HttpStatusCode.Forbidden, Callers - 1)], Tally(answers));
        Assert.Equal(2L, await App.SqlAsync("select count(*) from users where tenant_id = $1", Tenant.Id));
    }

    [Fact]
    public async Task No_more_writes_are_let_in_than_the_quota_has_room_for()
    {
        const int Quota = 7;
        using var operatorClient = App.CreateClient();
        var tenant = await operatorClient.CreateTenantAsync(new { max_writes_a_day = Quota });
        using var user = App.CreateClient(await operatorClient.AddUserAsync(tenant));

        var answers = await AtOnceAsync(_ => user.PostAnswerAsync(ApiCalls.Traces, TenantTests.Trace()));

        Assert.Equal([(HttpStatusCode.Accepted, Quota), (HttpStatusCode.TooManyRequests, Callers - Quota)], Tally(answers));
        Assert.Equal((long)Quota, await App.SqlAsync("select writes from tenant_usage where tenant_id = $1", tenant));
    }

    [Fact]
    public async Task A_key_that_is_revoked_while_it_is_used_is_refused_from_then_on()
    {
        var minted = (await Client.PostAnswerAsync("/api/v1/me/keys", new { name = "shared" })).Is(HttpStatusCode.Created).Body;
        using var shared = App.CreateClient(minted.GetProperty("api_key").GetString());
        var keyPath = $"/api/v1/me/keys/{minted.GetProperty("key_id").GetGuid()}";

        var answers = await AtOnceAsync(caller => caller % 10 == 5 ? Client.DeleteAnswerAsync(keyPath) : shared.GetAnswerAsync("/api/v1/me"));
        var afterwards = await AtOnceAsync(_ => shared.GetAnswerAsync("/api/v1/me"));

        HttpStatusCode[] expected = [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized];
        Assert.All(answers, answer => Assert.Contains(answer.Status, expected));
        Assert.Equal([(HttpStatusCode.Unauthorized, Callers)], Tally(afterwards));
    }

    private static Task<Answer[]> AtOnceAsync(Func<int, Task<Answer>> call) => Task.WhenAll(Enumerable.Range(0, Callers).Select(call));

    private static IEnumerable<(HttpStatusCode Status, int Count)> Tally(IEnumerable<Answer> answers) =>
        answers.GroupBy(answer => answer.Status).Select(group => (group.Key, group.Count())).OrderBy(status => status.Key);
}
