using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Traces that replace others, grow old, or say nearly the same.</summary>
public sealed class RelatedTests(TestApp app) : OwnTenant(app)
{
    private const string Text =
        "Every request of our service opened its own connection to PostgreSQL, and after some minutes of load each further request ended with an " +
        "exception that told of a pool whose connections were all taken, although the server itself was idle and had slots to spare.";

    [Fact]
    public async Task What_replaces_and_what_was_replaced_is_told_with_both()
    {
        var older = await ContributeAsync("Raise the limit of the zookeeper", "Something of old.");
        var newer = await ContributeAsync("Share the zookeeper", "Another matter.", older);

        var related = await RelatedAsync("zookeeper");

        Assert.Equal([(newer, "superseded_by")], related[older]);
        Assert.Equal([(older, "supersedes")], related[newer]);
    }

    [Fact]
    public async Task Near_copies_are_told_as_similar()
    {
        var one = await ContributeAsync("The zookeeper is exhausted", Text);
        var other = await ContributeAsync("The zookeeper is exhausted today", Text);
        var alone = await ContributeAsync("A zookeeper", "It was something else altogether.");

        var related = await RelatedAsync("zookeeper");

        Assert.Equal([(other, "similar")], related[one]);
        Assert.Equal([(one, "similar")], related[other]);
        Assert.Empty(related[alone]);
    }

    [Fact]
    public async Task At_most_three_are_told_successors_first_and_each_once()
    {
        var older = await ContributeAsync("The zookeeper is exhausted", Text);
        var successor = await ContributeAsync("The zookeeper is exhausted no more", Text, older);
        for (var number = 0; number < 4; number++)
        {
            await ContributeAsync($"The zookeeper is exhausted {number}", Text);
        }

        var related = (await RelatedAsync("zookeeper"))[older];

        Assert.Equal(3, related.Count);
        Assert.Equal((successor, "superseded_by"), related[0]);
        Assert.Equal(3, related.Select(trace => trace.Id).Distinct().Count());
    }

    [Fact]
    public async Task Neither_flagged_nor_another_tenants_traces_are_related()
    {
        var other = await App.CreateTenantAsync();
        using var stranger = await other.CreateContributorAsync();
        await stranger.ContributeAsync("The zookeeper is exhausted", Text);
        var own = await ContributeAsync("The zookeeper is exhausted", Text);
        var copy = await ContributeAsync("The zookeeper is exhausted today", Text);
        var successor = await ContributeAsync("Share the zookeeper", "Another matter.", own);
        await App.SqlAsync("update traces set flagged_at = now() where id = any($1)", new[] { copy, successor });

        Assert.Empty(Assert.Single(await RelatedAsync("zookeeper")).Value);
    }

    [Fact]
    public async Task Related_traces_are_told_by_tags_too()
    {
        var older = await ContributeAsync("Raise the limit", "Something of old.");
        var newer = await ContributeAsync("Share one", "Another matter.", older);

        var answer = await Client.SearchAsync(new { tags = new[] { "postgres" } });

        Assert.Equal([(newer, "superseded_by")], RelatedOf(answer)[older]);
    }

    [Fact]
    public async Task A_trace_tells_what_replaces_it_and_when_to_look_again()
    {
        var older = (await PostAsync(("review_after", "2031-02-03T04:05:06+02:00"), ("watch_condition", "Npgsql 11 is out"))).Is(HttpStatusCode.Accepted).Id;
        var newer = await ContributeAsync("Share one", "Another matter.", older);

        var read = (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{older}")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(newer, read.GetProperty("superseded_by").GetGuid());
        Assert.Equal(new DateTimeOffset(2031, 2, 3, 2, 5, 6, TimeSpan.Zero), read.GetProperty("review_after").GetDateTimeOffset());
        Assert.Equal("Npgsql 11 is out", read.GetProperty("watch_condition").GetString());
        Assert.Equal(JsonValueKind.Null, (await Client.GetAnswerAsync($"{ApiCalls.Traces}/{newer}")).Body.GetProperty("superseded_by").ValueKind);
    }

    [Fact]
    public async Task Only_a_trace_of_the_tenant_can_be_replaced()
    {
        var other = await App.CreateTenantAsync();
        using var stranger = await other.CreateContributorAsync();
        var theirs = await stranger.ContributeAsync("The zookeeper is exhausted");

        (await PostAsync(("supersedes_trace_id", Guid.CreateVersion7()))).IsRefusalOf("supersedes_trace_id");
        (await PostAsync(("supersedes_trace_id", theirs))).IsRefusalOf("supersedes_trace_id");
        (await PostAsync(("supersedes_trace_id", "the first"))).IsRefusalOf("supersedes_trace_id");
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task A_watch_condition_has_1_to_500_characters_and_a_review_a_time()
    {
        (await PostAsync(("watch_condition", new string('x', 500)))).Is(HttpStatusCode.Accepted);
        (await PostAsync(("watch_condition", new string('x', 501)))).IsRefusalOf("watch_condition");
        (await PostAsync(("watch_condition", ""))).IsRefusalOf("watch_condition");
        (await PostAsync(("review_after", "soon"))).IsRefusalOf("review_after");
    }

    private async Task<Guid> ContributeAsync(string title, string text, Guid? supersedes = null) =>
        (await PostAsync(("title", title), ("context_text", text), ("supersedes_trace_id", supersedes))).Is(HttpStatusCode.Accepted).Id;

    private Task<Answer> PostAsync(params (string Field, object? Value)[] fields) => Client.PostAnswerAsync(ApiCalls.Traces, Submission(fields));

    private async Task<Dictionary<Guid, List<(Guid Id, string? Relation)>>> RelatedAsync(string text) =>
        RelatedOf(await Client.SearchAsync(new { q = text, mode = "keyword" }));

    private static Dictionary<Guid, List<(Guid Id, string? Relation)>> RelatedOf(Answer answer) => answer.Results().ToDictionary(
        result => result.GetProperty("id").GetGuid(),
        result => result.GetProperty("related_traces").EnumerateArray().Select(trace => (trace.GetProperty("id").GetGuid(), trace.GetProperty("relationship_type").GetString())).ToList());
}
