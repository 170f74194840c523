using System.Net;
using System.Text.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Whoever contributes is told what is there already.</summary>
public sealed class SimilarTests(TestApp app) : OwnTenant(app)
{
    private const string Check = $"{ApiCalls.Traces}/check";

    private const string Context =
        "Every request of our service opened its own connection to PostgreSQL, and after some minutes of load each further request ended with an " +
        "exception that told of a pool whose connections were all taken, although the server itself was idle and had slots to spare.";

    private const string Solution =
        "Build one data source at start, register it as a singleton, dispose readers and commands in all branches, and watch the metric of " +
        "busy connections during a load test before raising the maximum.";

    [Fact]
    public async Task A_near_copy_is_told_with_how_near_it_is()
    {
        var standing = (await PostAsync(Trace("The pool is exhausted"))).Id;

        var answer = await PostAsync(Trace("The pool is exhausted today"));

        var similar = Assert.Single(answer.Is(HttpStatusCode.Accepted).Body.GetProperty("similar").EnumerateArray());
        Assert.Equal((standing, "The pool is exhausted"), (similar.GetProperty("id").GetGuid(), similar.GetProperty("title").GetString()));
        Assert.InRange(similar.GetProperty("similarity").GetDouble(), 0.6, 1);
    }

    [Fact]
    public async Task A_trace_about_something_else_is_not_told()
    {
        await PostAsync(Trace("The pool is exhausted"));

        var answer = await PostAsync(Submission(("context_text", "React warned of hydration."), ("solution_text", "Render the clock in an effect.")));

        Assert.Empty(answer.Is(HttpStatusCode.Accepted).Body.GetProperty("similar").EnumerateArray());
    }

    [Fact]
    public async Task At_most_three_are_told_the_nearest_first()
    {
        for (var number = 0; number < 5; number++)
        {
            await PostAsync(Trace("The pool is exhausted", $"{string.Join(' ', Enumerable.Range(0, number).Select(word => $"added{number}{word}"))}"));
        }

        var similar = (await PostAsync(Trace("The pool is exhausted again"))).Body.GetProperty("similar").EnumerateArray().Select(near => near.GetProperty("similarity").GetDouble()).ToList();

        Assert.Equal(3, similar.Count);
        Assert.Equal(similar.OrderDescending(), similar);
    }

    [Fact]
    public async Task An_exact_copy_is_answered_with_the_standing_trace()
    {
        var standing = (await PostAsync(Trace("The pool is exhausted"))).Id;

        var again = (await PostAsync(Trace("The pool is exhausted"))).Is(HttpStatusCode.OK);
        var checkedOnly = (await Client.PostAnswerAsync(Check, Trace("The pool is exhausted"))).Is(HttpStatusCode.OK);

        Assert.Equal((standing, standing), (again.Id, again.Body.GetProperty("duplicate_of").GetGuid()));
        Assert.Equal(standing, checkedOnly.Body.GetProperty("duplicate_of").GetGuid());
    }

    [Fact]
    public async Task A_check_says_what_contributing_says_and_stores_nothing()
    {
        await PostAsync(Trace("The pool is exhausted"));
        var trace = Trace("The pool is exhausted today");
        trace["tags"] = new[] { "Post Gres", "über" };

        var checkedOnly = (await Client.PostAnswerAsync(Check, trace)).Is(HttpStatusCode.OK);
        var stored = await CountTracesAsync();
        var contributed = (await PostAsync(trace)).Is(HttpStatusCode.Accepted);

        Assert.Equal(1, stored);
        Assert.All(["tags", "dropped_tags", "similar", "duplicate_of"], field =>
            Assert.True(JsonElement.DeepEquals(contributed.Body.GetProperty(field), checkedOnly.Body.GetProperty(field)), field));
        Assert.Equal(0L, await App.SqlAsync("select count(*) from tags where tenant_id = $1 and name = 'unused'", Tenant.Id));
    }

    [Fact]
    public async Task A_check_refuses_what_contributing_refuses()
    {
        using var reader = await Tenant.CreateClientAsync(Scopes.Read);

        (await Client.PostAnswerAsync(Check, Submission(("title", ""), ("watch_condition", new string('x', 501))))).IsRefusalOf("title", "watch_condition");
        (await Client.PostTextAsync(Check, "{")).Is(HttpStatusCode.BadRequest);
        Assert.Equal("auth.scope_missing", (await reader.PostAnswerAsync(Check, Submission())).Is(HttpStatusCode.Forbidden).Code);
    }

    [Fact]
    public async Task Neither_another_tenants_nor_a_flagged_copy_is_told()
    {
        var other = await App.CreateTenantAsync();
        using var stranger = await other.CreateContributorAsync();
        await stranger.PostAnswerAsync(ApiCalls.Traces, Trace("The pool is exhausted"));
        var flagged = (await PostAsync(Trace("The pool is exhausted now"))).Id;
        await App.SqlAsync("update traces set flagged_at = now() where id = $1", flagged);

        var answer = await PostAsync(Trace("The pool is exhausted today"));

        Assert.Empty(answer.Is(HttpStatusCode.Accepted).Body.GetProperty("similar").EnumerateArray());
    }

    private static Dictionary<string, object?> Trace(string title, string added = "") => Submission(
        ("title", title), ("context_text", Context), ("solution_text", $"{Solution} {added}".Trim()));

    private Task<Answer> PostAsync(Dictionary<string, object?> trace) => Client.PostAnswerAsync(ApiCalls.Traces, trace);
}
