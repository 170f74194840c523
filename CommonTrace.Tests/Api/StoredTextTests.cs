using System.Net;
using System.Net.Http.Json;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Every text that is stored passes the gates, whichever call brings it.</summary>
public sealed class StoredTextTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("POST", "/traces/{id}/votes", "feedback_text", false)]
    [InlineData("POST", "/traces/{id}/outcomes", "note", false)]
    [InlineData("POST", "/traces/{id}/amendments", "improved_solution", false)]
    [InlineData("POST", "/traces/{id}/amendments", "explanation", false)]
    [InlineData("POST", "/traces/{id}/flag", "reason", false)]
    [InlineData("PATCH", "/traces/{id}", "solution_text", true)]
    [InlineData("PATCH", "/traces/{id}", "watch_condition", true)]
    [InlineData("POST", "/me/keys", "name", true)]
    [InlineData("POST", "/keys", "display_name", true)]
    public async Task A_secret_is_refused_and_a_stand_in_is_taken(string method, string path, string field, bool byAuthor)
    {
        var id = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission())).Is(HttpStatusCode.Accepted).Id;
        var (_, person) = await Tenant.CreatePersonAsync(established: true);
        using var client = byAuthor ? await Tenant.CreateContributorAsync() : person;

        var refused = await CallAsync($"The key is {ApiKeyFormat.Generate()} there.");
        var taken = await CallAsync("The key is <token> there.");

        Assert.Equal("safety.secret_detected", refused.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal([field], refused.Faults);
        Assert.True((int)taken.Status is 200 or 201, $"{taken.Status}: {taken.Body}");

        Task<Answer> CallAsync(string text) => client.CallAsync(
            new HttpMethod(method), $"/api/v1{path.Replace("{id}", id.ToString(), StringComparison.Ordinal)}", JsonContent.Create(Body(path, field, text)));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.Accepted)]
    [InlineData(50_000_000, HttpStatusCode.Accepted)]
    [InlineData(50_000_001, HttpStatusCode.UnprocessableEntity)]
    [InlineData(-1, HttpStatusCode.UnprocessableEntity)]
    public async Task Tokens_to_resolution_are_kept_up_to_fifty_million(int tokens, HttpStatusCode expected)
    {
        var answer = (await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tokens_to_resolution", tokens)))).Is(expected);

        if (expected == HttpStatusCode.Accepted)
        {
            Assert.Equal(tokens, await App.SqlAsync("select tokens_to_resolution from traces where id = $1", answer.Id));
        }
        else
        {
            answer.IsRefusalOf("tokens_to_resolution");
        }
    }

    [Fact]
    public async Task A_tag_trends_that_three_traces_bear_this_week_and_few_before()
    {
        await App.StoreAsync(Tenant, ["one", "two", "three"], ["growing", "steady"]);
        await App.StoreAsync(Tenant, ["four", "five"], ["rare"]);
        var old = await App.StoreAsync(Tenant, ["six", "seven"], ["steady"]);
        await App.SqlAsync("update traces set created_at = now() - interval '8 days' where id = any($1)", old.ToArray());

        var answer = (await Client.GetAnswerAsync("/api/v1/tags/trending")).Is(HttpStatusCode.OK);

        var tag = Assert.Single(answer.Body.GetProperty("trending").EnumerateArray());
        Assert.Equal(
            ("growing", 3d, 3, 0),
            (tag.GetProperty("tag").GetString(), tag.GetProperty("growth_rate").GetDouble(), tag.GetProperty("trace_count").GetInt32(), tag.GetProperty("prior_count").GetInt32()));
    }

    private static Dictionary<string, object?> Body(string path, string field, string text)
    {
        var body = new Dictionary<string, object?>();
        if (path.StartsWith("/traces/{id}/", StringComparison.Ordinal))
        {
            body = new() { ["vote_type"] = "up", ["solved"] = true, ["improved_solution"] = "Better.", ["explanation"] = "Because.", ["reason"] = "Because.", ["category"] = "spam" };
        }

        body[field] = text;
        return body;
    }
}
