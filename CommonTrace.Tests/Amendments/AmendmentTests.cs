using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Jobs;
using CommonTrace.Tests.Support;
using CommonTrace.Tests.Traces;

namespace CommonTrace.Tests.Amendments;

public sealed class AmendmentTests(TestApp app) : OwnTenant(app)
{
    [Fact]
    public async Task An_amendment_is_listed_as_it_was_proposed()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var trace = await Client.ContributeAsync("Amended");

        var first = (await ProposeAsync(other.Client, trace, "Better.")).Is(HttpStatusCode.Created);
        var second = (await ProposeAsync(Client, trace, "Better still.")).Is(HttpStatusCode.Created);
        var list = (await Client.GetAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments")).Is(HttpStatusCode.OK);

        Assert.Equal([second.Body.ToString(), first.Body.ToString()], list.Body.GetProperty("items").EnumerateArray().Select(item => item.ToString()));
        Assert.Equal(
            (trace, other.Id, "somebody", "Better.", "It is.", "pending"),
            (first.Body.GetProperty("trace_id").GetGuid(), first.Body.GetProperty("contributor_id").GetGuid(), first.Body.Text("contributor_name"),
                first.Body.Text("improved_solution"), first.Body.Text("explanation"), first.Body.Text("status")));
    }

    [Fact]
    public async Task Amendments_come_in_pages()
    {
        var trace = await Client.ContributeAsync("Amended");
        var (first, second) = ((await ProposeAsync(Client, trace, "1")).Id, (await ProposeAsync(Client, trace, "2")).Id);

        var page = await Client.GetAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments?limit=1");
        var rest = await Client.GetAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments?limit=1&cursor={page.NextCursor()}");

        Assert.Equal([second], page.Ids());
        Assert.Equal([first], rest.Ids());
        Assert.Null(rest.NextCursor());
        Assert.Empty((await Client.GetAnswerAsync($"{TraceCalls.PathOf(await Client.ContributeAsync("Perfect"))}/amendments")).Is(HttpStatusCode.OK).Ids());
    }

    [Theory]
    [InlineData("improved_solution", 50_000)]
    [InlineData("explanation", 5_000)]
    public async Task Lengths_have_limits(string field, int most)
    {
        var trace = await Client.ContributeAsync("Amended");

        foreach (var (text, isAllowed) in new (object? Text, bool IsAllowed)[] { (Rockets(most - 1), true), (Rockets(most), true), (Rockets(most + 1), false), (" ", false), ("", false), (null, false), ("x", true), (7, false) })
        {
            var body = new Dictionary<string, object?> { ["improved_solution"] = "Better.", ["explanation"] = "It is.", [field] = text };
            var answer = await Client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments", body);
            if (isAllowed)
            {
                answer.Is(HttpStatusCode.Created);
            }
            else
            {
                answer.IsRefusalOf(field);
            }
        }
    }

    [Fact]
    public async Task What_the_trace_says_already_is_no_amendment()
    {
        var trace = await Client.ContributeAsync("Amended");

        (await ProposeAsync(Client, trace, "See above.")).IsRefusalOf("improved_solution");
        Assert.Equal("trace.not_found", (await ProposeAsync(Client, Guid.CreateVersion7(), "x")).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task An_accepted_amendment_becomes_the_solution_whatever_was_edited_meanwhile()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var trace = await Client.ContributeAsync("An okapi in the pool");
        var amendment = (await ProposeAsync(other.Client, trace, "Ask the aardvark.")).Id;
        (await Client.PatchAsync(trace, new { context_text = "Edited." })).Is(HttpStatusCode.OK);

        var answer = (await DecideAsync(Client, amendment, "accept")).Is(HttpStatusCode.OK);

        Assert.Equal(("accepted", Tenant.UserId, "\"3\""), (answer.Body.Text("status"), answer.Body.GetProperty("decided_by").GetGuid(), answer.Tag()));
        var read = await Client.ReadAsync(trace);
        Assert.Equal(("Ask the aardvark.", "Edited.", 3), (read.Text("solution_text"), read.Text("context_text"), read.Version()));
        Assert.Equal("See above.", (await Client.GetAnswerAsync($"{TraceCalls.PathOf(trace)}/versions/2")).Body.Text("solution_text"));
        Assert.Equal([trace], (await Client.SearchAsync(new { q = "aardvark", mode = "keyword" })).Found);
        await Eventually.TrueAsync(async () => await App.SqlAsync("select embedding_hash = content_hash from traces where id = $1", trace) is true);
    }

    [Fact]
    public async Task A_rejected_amendment_changes_nothing()
    {
        var trace = await Client.ContributeAsync("Amended");
        var amendment = (await ProposeAsync(Client, trace, "Worse.")).Id;

        var answer = (await DecideAsync(Client, amendment, "reject")).Is(HttpStatusCode.OK);

        Assert.Equal("rejected", answer.Body.Text("status"));
        Assert.Equal(1, (await Client.ReadAsync(trace)).Version());
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("reject")]
    public async Task An_amendment_is_decided_once(string decision)
    {
        var trace = await Client.ContributeAsync("Amended");
        var amendment = (await ProposeAsync(Client, trace, "Better.")).Id;
        (await DecideAsync(Client, amendment, decision)).Is(HttpStatusCode.OK);

        Assert.Equal("amendment.decided", (await DecideAsync(Client, amendment, "accept")).Is(HttpStatusCode.Conflict).Code);
        Assert.Equal("amendment.decided", (await DecideAsync(Client, amendment, "reject")).Is(HttpStatusCode.Conflict).Code);
        Assert.Equal("amendment.not_found", (await DecideAsync(Client, Guid.CreateVersion7(), decision)).Is(HttpStatusCode.NotFound).Code);
    }

    [Fact]
    public async Task Both_are_credited_once_for_each_amender_and_trace()
    {
        var other = await TestPerson.CreateAsync(App, Tenant);
        var trace = await Client.ContributeAsync("Amended", "Context.", "a", "b");
        foreach (var (client, solution) in new[] { (Client, "own"), (other.Client, "first"), (other.Client, "second") })
        {
            (await DecideAsync(Client, (await ProposeAsync(client, trace, solution)).Id, "accept")).Is(HttpStatusCode.OK);
        }

        Assert.Equal(("a1 b1", "a1 b1"), (await CreditsAsync(Tenant.UserId), await CreditsAsync(other.Id)));
        (await Client.PatchAsync(trace, new { tags = new[] { "b", "c" } })).Is(HttpStatusCode.OK);
        Assert.Equal(("a0 b1 c1", "a0 b1 c1"), (await CreditsAsync(Tenant.UserId), await CreditsAsync(other.Id)));
        await Client.DeleteAsync(trace);
        Assert.Equal("a0 b1 c1", await CreditsAsync(other.Id));
        Assert.Equal(2L, await App.SqlAsync("select count(*) from tombstones s, jsonb_array_elements(credits) c where trace_id = $1 and c ->> 'upvotes' = '1'", trace));
    }

    [Fact]
    public async Task An_amendment_that_makes_a_copy_stays_undecided()
    {
        var (one, other) = (Submission(), Submission(("solution_text", "Another.")));
        other["title"] = one["title"];
        var (trace, twin) = ((await Client.PostAnswerAsync(ApiCalls.Traces, one)).Id, (await Client.PostAnswerAsync(ApiCalls.Traces, other)).Id);
        var amendment = (await ProposeAsync(Client, trace, "Another.")).Id;

        var answer = (await DecideAsync(Client, amendment, "accept")).Is(HttpStatusCode.Conflict);

        Assert.Equal("trace.duplicate", answer.Code);
        Assert.Contains($"{twin}", answer.Detail, StringComparison.Ordinal);
        (await DecideAsync(Client, amendment, "reject")).Is(HttpStatusCode.OK);
    }

    private async Task<object?> CreditsAsync(Guid user) => await App.SqlAsync(
        "select string_agg(domain_tag || upvote_count, ' ' order by domain_tag) from reputations where user_id = $1 and domain_tag <> ''", user);

    private static Task<Answer> ProposeAsync(HttpClient client, Guid trace, string solution) =>
        client.PostAnswerAsync($"{TraceCalls.PathOf(trace)}/amendments", new { improved_solution = solution, explanation = "It is." });

    private static Task<Answer> DecideAsync(HttpClient client, Guid amendment, string decision) =>
        client.PostAnswerAsync($"/api/v1/amendments/{amendment}/{decision}", new { });

    private static string Rockets(int count) => string.Concat(Enumerable.Repeat("🚀", count));
}
