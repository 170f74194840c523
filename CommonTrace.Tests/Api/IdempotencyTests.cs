using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>The same thing said twice, one after the other and at once.</summary>
public sealed class IdempotencyTests(TestApp app) : OwnTenant(app)
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task The_same_request_again_is_answered_alike_and_stored_once()
    {
        var submission = Submission(("tags", new[] { "zig", "ada", "not a täg" }));

        var first = (await Client.PostAnswerAsync(ApiCalls.Traces, submission, (Header, "one"))).Is(HttpStatusCode.Accepted);
        var second = (await Client.PostAnswerAsync(ApiCalls.Traces, submission, (Header, "one"))).Is(HttpStatusCode.Accepted);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Texts("dropped_tags"), second.Texts("dropped_tags"));
        Assert.Equal(first.Texts("tags").Order(), second.Texts("tags").Order());
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task A_key_used_with_another_body_is_refused()
    {
        await Client.PostAnswerAsync(ApiCalls.Traces, Submission(), (Header, "one"));

        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(), (Header, "one"));

        Assert.Equal("idempotency.body_differs", answer.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task A_key_is_bound_to_its_body_also_when_that_stood_already()
    {
        var standing = Submission();
        await Client.PostAnswerAsync(ApiCalls.Traces, standing);

        var repeated = await Client.PostAnswerAsync(ApiCalls.Traces, standing, (Header, "one"));
        var other = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(), (Header, "one"));

        repeated.Is(HttpStatusCode.OK);
        Assert.Equal("idempotency.body_differs", other.Is(HttpStatusCode.UnprocessableEntity).Code);
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        await Client.PostAnswerAsync(ApiCalls.Traces, Submission(), (Header, "one"));
        await App.SqlAsync("update idempotency_keys set created_at = now() - interval '25 hours' where tenant_id = $1", Tenant.Id);

        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(), (Header, "one"));

        answer.Is(HttpStatusCode.Accepted);
        Assert.Equal(2, await CountTracesAsync());
    }

    [Theory]
    [InlineData(1, HttpStatusCode.Accepted)]
    [InlineData(200, HttpStatusCode.Accepted)]
    [InlineData(201, HttpStatusCode.UnprocessableEntity)]
    [InlineData(0, HttpStatusCode.UnprocessableEntity)]
    public async Task A_key_has_1_to_200_characters(int length, HttpStatusCode expected)
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(), (Header, new string('k', length)));

        answer.Is(expected);
    }

    [Fact]
    public async Task The_same_content_is_one_trace()
    {
        var submission = Submission();

        var first = (await Client.PostAnswerAsync(ApiCalls.Traces, submission)).Is(HttpStatusCode.Accepted);
        var second = (await Client.PostAnswerAsync(ApiCalls.Traces, submission)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Id, second.Body.GetProperty("duplicate_of").GetGuid());
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task The_same_content_in_another_tenant_is_another_trace()
    {
        var other = await App.CreateTenantAsync();
        using var stranger = await other.CreateContributorAsync();
        var submission = Submission();

        var here = (await Client.PostAnswerAsync(ApiCalls.Traces, submission, (Header, "one"))).Is(HttpStatusCode.Accepted);
        var there = (await stranger.PostAnswerAsync(ApiCalls.Traces, submission, (Header, "one"))).Is(HttpStatusCode.Accepted);

        Assert.NotEqual(here.Id, there.Id);
    }

    [Fact]
    public async Task Twenty_at_once_with_one_key_are_one_trace()
    {
        var submission = Submission();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.PostAnswerAsync(ApiCalls.Traces, submission, (Header, "one"))));

        Assert.All(answers, answer => answer.Is(HttpStatusCode.Accepted));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task Twenty_at_once_with_the_same_content_are_one_trace()
    {
        var submission = Submission();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.PostAnswerAsync(ApiCalls.Traces, submission)));

        Assert.Single(answers, answer => answer.Status is HttpStatusCode.Accepted);
        Assert.Equal(19, answers.Count(answer => answer.Status is HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task Twenty_at_once_with_common_tags_do_not_hinder_each_other()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Client.PostAnswerAsync(
            ApiCalls.Traces, Submission(("tags", index % 2 == 0 ? new[] { "red", "green", "blue" } : ["blue", "green", "red"])))));

        Assert.All(answers, answer => answer.Is(HttpStatusCode.Accepted));
        Assert.Equal(3L, await App.SqlAsync("select count(*) from tags where tenant_id = $1", Tenant.Id));
    }
}
