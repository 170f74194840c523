using System.Net;
using System.Net.Http.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Trust;

/// <summary>Votes as they are spoken of over HTTP; the tenant's client wrote the traces.</summary>
public sealed class VoteEndpointTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task A_vote_is_counted_and_seen()
    {
        var trace = await ContributeAsync();
        var (_, voter) = await Tenant.CreatePersonAsync(established: true);

        var vote = (await voter.PostAnswerAsync(Votes(trace), new { vote_type = "up", feedback_text = "It worked.", voter_context = new { os = "linux" } }))
            .Is(HttpStatusCode.Created);
        var read = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{trace}")).Is(HttpStatusCode.OK);

        Assert.Equal((trace, "up", 0.1m, true), (
            vote.Body.GetProperty("trace_id").GetGuid(), vote.Body.GetProperty("vote_type").GetString(), vote.Body.GetProperty("weight").GetDecimal(),
            vote.Body.GetProperty("confirms").GetBoolean()));
        Assert.Equal((0.1m, 1, "pending"), (
            read.Body.GetProperty("trust_score").GetDecimal(), read.Body.GetProperty("confirmation_count").GetInt32(),
            read.Body.GetProperty("status").GetString()));
        Assert.Equal("""{"os": "linux"}""", await App.SqlAsync("select voter_context::text from votes where trace_id = $1", trace));
    }

    [Fact]
    public async Task Nobody_votes_for_their_own_twice_or_for_none()
    {
        var trace = await ContributeAsync();
        var (_, voter) = await Tenant.CreatePersonAsync(established: false);
        var up = new { vote_type = "up" };

        var own = (await Client.PostAnswerAsync(Votes(trace), up)).Is(HttpStatusCode.Forbidden);
        var absent = (await voter.CallAsync(HttpMethod.Put, Vote(trace), JsonContent.Create(up))).Is(HttpStatusCode.NotFound);
        (await voter.PostAnswerAsync(Votes(trace), up)).Is(HttpStatusCode.Created);
        var twice = (await voter.PostAnswerAsync(Votes(trace), up)).Is(HttpStatusCode.Conflict);
        var unknown = (await voter.PostAnswerAsync(Votes(Guid.CreateVersion7()), up)).Is(HttpStatusCode.NotFound);

        Assert.Equal(("vote.own_trace", "vote.not_found", "vote.exists", "trace.not_found"), (own.Code, absent.Code, twice.Code, unknown.Code));
    }

    [Fact]
    public async Task A_vote_can_be_changed_and_withdrawn()
    {
        var trace = await ContributeAsync();
        var (_, voter) = await Tenant.CreatePersonAsync(established: true);
        (await voter.PostAnswerAsync(Votes(trace), new { vote_type = "up" })).Is(HttpStatusCode.Created);

        var changed = (await voter.CallAsync(HttpMethod.Put, Vote(trace), JsonContent.Create(new { vote_type = "down", feedback_tag = "spam" }))).Is(HttpStatusCode.OK);
        (await voter.CallAsync(HttpMethod.Delete, Vote(trace), null)).Is(HttpStatusCode.NoContent);
        var again = (await voter.CallAsync(HttpMethod.Delete, Vote(trace), null)).Is(HttpStatusCode.NotFound);

        Assert.Equal(("down", -0.1m, 0), (
            changed.Body.GetProperty("vote_type").GetString(), changed.Body.GetProperty("trust_score").GetDecimal(),
            changed.Body.GetProperty("confirmation_count").GetInt32()));
        Assert.Equal("vote.not_found", again.Code);
        Assert.Equal(0m, await App.SqlAsync("select trust_score from traces where id = $1", trace));
    }

    [Theory]
    [InlineData("outdated", true)]
    [InlineData("wrong", true)]
    [InlineData("security_concern", true)]
    [InlineData("spam", true)]
    [InlineData("Spam", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task A_down_vote_says_why(string? tag, bool isTaken)
    {
        var trace = await ContributeAsync();
        var (_, voter) = await Tenant.CreatePersonAsync(established: false);

        var answer = await voter.PostAnswerAsync(Votes(trace), new { vote_type = "down", feedback_tag = tag });

        if (isTaken)
        {
            answer.Is(HttpStatusCode.Created);
        }
        else
        {
            answer.IsRefusalOf("feedback_tag");
        }
    }

    [Fact]
    public async Task Every_limit_holds_from_both_sides()
    {
        var trace = await ContributeAsync();
        var (_, voter) = await Tenant.CreatePersonAsync(established: false);
        (await voter.PostAnswerAsync(Votes(trace), new { vote_type = "up" })).Is(HttpStatusCode.Created);

        foreach (var length in new[] { 1999, 2000 })
        {
            (await ChangeAsync(voter, trace, new { vote_type = "up", feedback_text = Repeat("🚀", length) })).Is(HttpStatusCode.OK);
        }

        (await ChangeAsync(voter, trace, new { vote_type = "up", feedback_text = Repeat("🚀", 2001) })).IsRefusalOf("feedback_text");
        (await ChangeAsync(voter, trace, new { vote_type = "up", voter_context = new { of = Repeat("x", 10_240 - 9) } })).Is(HttpStatusCode.OK);
        (await ChangeAsync(voter, trace, new { vote_type = "up", voter_context = new { of = Repeat("x", 10_240 - 8) } })).IsRefusalOf("voter_context");
        (await ChangeAsync(voter, trace, new { vote_type = "up", voter_context = new[] { 1 } })).IsRefusalOf("voter_context");
        (await ChangeAsync(voter, trace, new { vote_type = "sideways" })).IsRefusalOf("vote_type");
        (await ChangeAsync(voter, trace, new { feedback_text = "why" })).IsRefusalOf("vote_type");
        (await ChangeAsync(voter, trace, new { vote_type = 1 })).IsRefusalOf("vote_type");
    }

    [Fact]
    public async Task Whoever_may_only_read_and_whoever_is_elsewhere_does_not_vote()
    {
        var trace = await ContributeAsync();
        using var reader = await Tenant.CreateClientAsync(Scopes.Read);
        using var stranger = await (await App.CreateTenantAsync()).CreateContributorAsync();

        var scope = (await reader.PostAnswerAsync(Votes(trace), new { vote_type = "up" })).Is(HttpStatusCode.Forbidden);
        var elsewhere = (await stranger.PostAnswerAsync(Votes(trace), new { vote_type = "up" })).Is(HttpStatusCode.NotFound);

        Assert.Equal(("auth.scope_missing", "trace.not_found"), (scope.Code, elsewhere.Code));
        Assert.Equal(0L, await App.SqlAsync("select count(*) from votes where trace_id = $1", trace));
    }

    [Fact]
    public async Task An_operator_votes_and_tells_in_any_tenant()
    {
        var trace = await ContributeAsync();
        using var operators = App.CreateClient();
        var inTenant = ("X-Tenant-ID", Tenant.Id.ToString());

        var vote = (await operators.PostAnswerAsync(Votes(trace), new { vote_type = "up" }, inTenant)).Is(HttpStatusCode.Created);
        (await operators.GetAnswerAsync($"{ApiCalls.Traces}/{trace}", inTenant)).Is(HttpStatusCode.OK);
        var told = (await operators.PostAnswerAsync($"{ApiCalls.Traces}/{trace}/outcomes", new { solved = true }, inTenant)).Is(HttpStatusCode.Created);

        Assert.True(vote.Body.GetProperty("confirms").GetBoolean());
        Assert.True(told.Body.GetProperty("counts").GetBoolean());
    }

    private static string Votes(Guid trace) => $"{ApiCalls.Traces}/{trace}/votes";

    private static string Vote(Guid trace) => $"{ApiCalls.Traces}/{trace}/vote";

    private static string Repeat(string letter, int count) => string.Concat(Enumerable.Repeat(letter, count));

    private static Task<Answer> ChangeAsync(HttpClient voter, Guid trace, object body) => voter.CallAsync(HttpMethod.Put, Vote(trace), JsonContent.Create(body));

    private async Task<Guid> ContributeAsync() => (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted).Id;
}
