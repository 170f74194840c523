using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Trust;

/// <summary>Outcomes, reputations and the recount as they are spoken of over HTTP.</summary>
public sealed class TrustEndpointTests(TestApp app) : OwnTenant(app)
{
    private const string Recount = "/api/v1/admin/trust/recount";

    [Fact]
    public async Task Who_opened_a_trace_tells_what_came_of_it()
    {
        var trace = await ContributeAsync();
        var (_, user) = await Tenant.CreatePersonAsync(established: false);
        (await user.GetAnswerAsync($"{ApiCalls.Traces}/{trace}")).Is(HttpStatusCode.OK);

        var told = (await user.PostAnswerAsync(Outcomes(trace), new { solved = true, note = "On the first try." })).Is(HttpStatusCode.Created);
        var read = await Client.GetAnswerAsync($"{ApiCalls.Traces}/{trace}");

        Assert.True(told.Body.GetProperty("counts").GetBoolean());
        Assert.Equal("""{"solved":1,"failed":0}""", told.Body.GetProperty("outcomes").GetRawText());
        Assert.Equal("""{"solved":1,"failed":0}""", read.Body.GetProperty("outcomes").GetRawText());
        Assert.Equal(0.2m, read.Body.GetProperty("trust_score").GetDecimal());
    }

    [Fact]
    public async Task To_find_a_trace_is_not_to_open_it()
    {
        const string Tag = "found";
        var trace = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", new[] { Tag })))).Is(HttpStatusCode.Accepted).Id;
        var (_, user) = await Tenant.CreatePersonAsync(established: true);
        var found = (await user.PostAnswerAsync(ApiCalls.Search, new { tags = new[] { Tag } })).Is(HttpStatusCode.OK);

        var told = (await user.PostAnswerAsync(Outcomes(trace), new { solved = true })).Is(HttpStatusCode.Created);
        var own = (await Client.PostAnswerAsync(Outcomes(trace), new { solved = true })).Is(HttpStatusCode.Created);

        Assert.Equal([trace], found.Found);
        Assert.Equal((false, "not_opened"), (told.Body.GetProperty("counts").GetBoolean(), told.Body.GetProperty("reason").GetString()));
        Assert.Equal((false, "own_trace"), (own.Body.GetProperty("counts").GetBoolean(), own.Body.GetProperty("reason").GetString()));
        Assert.Equal(2L, await App.SqlAsync("select count(*) from outcomes where trace_id = $1 and not counts", trace));
    }

    [Fact]
    public async Task Every_limit_of_an_outcome_holds_from_both_sides()
    {
        var trace = await ContributeAsync();

        foreach (var length in new[] { 1, 1999, 2000 })
        {
            (await Client.PostAnswerAsync(Outcomes(trace), new { solved = false, note = Repeat(length) })).Is(HttpStatusCode.Created);
        }

        (await Client.PostAnswerAsync(Outcomes(trace), new { solved = false, note = Repeat(2001) })).IsRefusalOf("note");
        (await Client.PostAnswerAsync(Outcomes(trace), new { solved = false, note = "" })).IsRefusalOf("note");
        (await Client.PostAnswerAsync(Outcomes(trace), new { note = "It did." })).IsRefusalOf("solved");
        (await Client.PostAnswerAsync(Outcomes(trace), new { solved = "yes" })).IsRefusalOf("solved");
        Assert.Equal("trace.not_found", (await Client.PostAnswerAsync(Outcomes(Guid.CreateVersion7()), new { solved = true })).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task A_reputation_is_told_by_tag_and_overall()
    {
        var trace = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", new[] { "postgres", "npgsql" })))).Is(HttpStatusCode.Accepted).Id;
        var other = await ContributeAsync();
        var (userId, voter) = await Tenant.CreatePersonAsync(established: true);
        (await voter.PostAnswerAsync($"{ApiCalls.Traces}/{trace}/votes", new { vote_type = "up" })).Is(HttpStatusCode.Created);
        (await voter.PostAnswerAsync($"{ApiCalls.Traces}/{other}/votes", new { vote_type = "down", feedback_tag = "wrong" })).Is(HttpStatusCode.Created);

        var author = (await voter.GetAnswerAsync(Reputation(Tenant.UserId))).Is(HttpStatusCode.OK).Body;
        var nobody = (await voter.GetAnswerAsync(Reputation(userId))).Is(HttpStatusCode.OK).Body;
        var unknown = (await voter.GetAnswerAsync(Reputation(Guid.CreateVersion7()))).Is(HttpStatusCode.NotFound);

        Assert.Equal(
            """
            [{"domain_tag":"npgsql","wilson_score":0.2065,"upvote_count":1,"downvote_count":0},{"domain_tag":"postgres","wilson_score":0.0945,"upvote_count":1,"downvote_count":1}]
            """,
            author.GetProperty("domains").GetRawText());
        Assert.Equal((Tenant.UserId, 0.0945), (author.GetProperty("user_id").GetGuid(), author.GetProperty("overall_wilson_score").GetDouble()));
        Assert.Equal((0, 0d), (nobody.GetProperty("domains").GetArrayLength(), nobody.GetProperty("overall_wilson_score").GetDouble()));
        Assert.Equal("user.not_found", unknown.Code);
    }

    [Fact]
    public async Task An_operator_has_the_trust_of_a_tenant_counted_anew_and_that_is_recorded()
    {
        var trace = await ContributeAsync();
        await App.SqlAsync("update traces set trust_score = 3 where id = $1", trace);
        using var operators = App.CreateClient();
        var inTenant = ("X-Tenant-ID", Tenant.Id.ToString());

        (await Client.PostAnswerAsync(Recount, new { })).Is(HttpStatusCode.Forbidden);
        var mended = (await operators.PostAnswerAsync(Recount, new { }, inTenant)).Is(HttpStatusCode.OK);
        var again = (await operators.PostAnswerAsync(Recount, new { }, inTenant)).Is(HttpStatusCode.OK);

        Assert.Equal("""{"traces":1,"outcomes":0,"reputations":0}""", mended.Body.GetRawText());
        Assert.Equal("""{"traces":0,"outcomes":0,"reputations":0}""", again.Body.GetRawText());
        Assert.Equal(2L, await App.SqlAsync(
            "select count(*) from audit_log where action = 'trust.recount' and detail ->> 'tenant_id' = $1", Tenant.Id.ToString()));
    }

    [Fact]
    public async Task A_server_that_is_stopped_keeps_who_opened_what()
    {
        await using var api = await OwnApi.StartAsync(App);
        using var client = await api.CreateClientAsync();
        var trace = (await client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted).Id;
        (await client.GetAnswerAsync($"{ApiCalls.Traces}/{trace}")).Is(HttpStatusCode.OK);

        Assert.Equal(0, await api.StopAsync());

        Assert.Equal(1L, await api.Stage.Database.SqlAsync("select count(*) from trace_opens where trace_id = $1", trace));
    }

    private static string Outcomes(Guid trace) => $"{ApiCalls.Traces}/{trace}/outcomes";

    private static string Reputation(Guid user) => $"/api/v1/contributors/{user}/reputation";

    private static string Repeat(int count) => string.Concat(Enumerable.Repeat("🚀", count));

    private async Task<Guid> ContributeAsync() => (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted).Id;
}
