using System.Net;
using CommonTrace.Tests.Api;

namespace CommonTrace.Tests.RateLimits;

/// <summary>What callers see of their limits. Tokens come back after 20 s at the earliest, which is longer than a test takes.</summary>
public sealed class RateLimitTests(LimitedApi api) : IClassFixture<LimitedApi>
{
    private const string Tags = "/api/v1/tags";
    private static readonly object Search = new { tags = new[] { "postgres" } };
    private static readonly object Trace = new { title = "The pool is exhausted", context_text = "Under load.", solution_text = "Share one pool." };

    [Fact]
    public async Task A_key_reads_so_often_a_minute_and_no_more()
    {
        using var client = await api.CreateClientAsync(LimitedApi.NewAddress(), await api.RegisterAsync());

        var answers = await CallsAsync(LimitedApi.Reads, () => client.GetAnswerAsync(Tags));
        var refused = (await client.GetAnswerAsync(Tags)).Is(HttpStatusCode.TooManyRequests);

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, 3), (answer.Status, Header(answer, "RateLimit-Limit"))));
        Assert.Equal([2, 1, 0], answers.Select(answer => Header(answer, "RateLimit-Remaining")));
        Assert.Equal(20, Header(answers[0], "RateLimit-Reset"));
        Assert.Equal(("rate_limit.exceeded", "application/problem+json"), (refused.Code, refused.MediaType));
        Assert.Equal((3, 0), (Header(refused, "RateLimit-Limit"), Header(refused, "RateLimit-Remaining")));
        Assert.InRange(Header(refused, "Retry-After"), 1, 20);
        Assert.InRange(Header(refused, "RateLimit-Reset"), 41, 60);
        Assert.Equal($"A key may read 3 times a minute; come again in {Header(refused, "Retry-After")} s.", refused.Detail);
        Assert.Equal(Header(refused, "Retry-After"), refused.Body.GetProperty("retry_after").GetInt32());
    }

    [Fact]
    public async Task Reads_leave_the_writes_alone_and_reads_that_are_posted_are_reads()
    {
        using var client = await api.CreateClientAsync(LimitedApi.NewAddress(), await api.RegisterAsync());

        var reads = new[]
        {
            await client.GetAnswerAsync(Tags),
            await client.PostAnswerAsync(ApiCalls.Search, Search),
            await client.PostAnswerAsync($"{ApiCalls.Traces}/check", Trace),
            await client.PostAnswerAsync(ApiCalls.Search, Search),
        };
        var writes = await CallsAsync(LimitedApi.Writes + 1, () => client.PostAnswerAsync(ApiCalls.Traces, Trace));

        Assert.Equal([2, 1, 0, 0], reads.Select(answer => Header(answer, "RateLimit-Remaining")));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], reads.Select(answer => answer.Status));
        Assert.Equal([2, 2, 2], writes.Select(answer => Header(answer, "RateLimit-Limit")));
        Assert.True(writes[..LimitedApi.Writes].All(answer => answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted));
        Assert.StartsWith("A key may write 2 times a minute;", writes[^1].Is(HttpStatusCode.TooManyRequests).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_have_buckets_of_their_own_at_whatever_process_and_address()
    {
        var (key, address) = (await api.RegisterAsync(), LimitedApi.NewAddress());
        using var one = await api.CreateClientAsync(address, key);
        using var other = await api.CreateClientOfOtherAsync(LimitedApi.NewAddress(), key);
        using var neighbour = await api.CreateClientAsync(address, await api.RegisterAsync());

        var answers = new[] { await one.GetAnswerAsync(Tags), await other.GetAnswerAsync(Tags), await one.GetAnswerAsync(Tags), await other.GetAnswerAsync(Tags) };

        Assert.Equal([2, 1, 0, 0], answers.Select(answer => Header(answer, "RateLimit-Remaining")));
        answers[^1].Is(HttpStatusCode.TooManyRequests);
        (await neighbour.GetAnswerAsync(Tags)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refused_key_costs_its_address_a_token_and_nobody_else()
    {
        var address = LimitedApi.NewAddress();
        using var guesser = await api.CreateClientAsync(address, "ct_guessed");
        using var stranger = await api.CreateClientAsync(address);
        using var elsewhere = await api.CreateClientAsync(LimitedApi.NewAddress(), "ct_guessed");
        using var neighbour = await api.CreateClientAsync(address, await api.RegisterAsync());

        var guesses = await CallsAsync(2, () => guesser.GetAnswerAsync(Tags));
        var without = await CallsAsync(3, () => stranger.PostAnswerAsync(ApiCalls.Traces, Trace));
        var guess = await guesser.GetAnswerAsync(Tags);

        Assert.Equal([3, 2, 1, 0, 0], guesses.Concat(without).Select(answer => Header(answer, "RateLimit-Remaining")));
        Assert.All(guesses.Concat(without[..2]), answer => answer.Is(HttpStatusCode.Unauthorized));
        Assert.StartsWith("Without a valid key, an address may call 4 times a minute;", without[2].Is(HttpStatusCode.TooManyRequests).Detail, StringComparison.Ordinal);
        guess.Is(HttpStatusCode.TooManyRequests);
        (await elsewhere.GetAnswerAsync(Tags)).Is(HttpStatusCode.Unauthorized);
        (await neighbour.GetAnswerAsync(Tags)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_registers_ten_times_an_hour()
    {
        var address = LimitedApi.NewAddress();
        using var stranger = await api.CreateClientAsync(address);
        using var elsewhere = await api.CreateClientAsync(LimitedApi.NewAddress());

        var answers = await CallsAsync(10, () => stranger.PostAnswerAsync(ApiCalls.Keys, new { }));
        var refused = (await stranger.PostAnswerAsync(ApiCalls.Keys, new { })).Is(HttpStatusCode.TooManyRequests);

        Assert.All(answers, answer => answer.Is(HttpStatusCode.Created));
        Assert.StartsWith("From one address, 10 registrations an hour are taken;", refused.Detail, StringComparison.Ordinal);
        Assert.InRange(Header(refused, "Retry-After"), 240, 360);
        (await stranger.GetAnswerAsync(Tags)).Is(HttpStatusCode.Unauthorized);
        (await elsewhere.PostAnswerAsync(ApiCalls.Keys, new { })).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Requests_that_cannot_be_read_cost_a_token_too()
    {
        using var client = await api.CreateClientAsync(LimitedApi.NewAddress(), await api.RegisterAsync());

        var answer = (await client.PostTextAsync(ApiCalls.Traces, "{")).Is(HttpStatusCode.BadRequest);

        Assert.Equal(LimitedApi.Writes - 1, Header(answer, "RateLimit-Remaining"));
    }

    [Fact]
    public async Task Whatever_a_caller_accepts_it_is_told_when_to_come_again()
    {
        using var stranger = await api.CreateClientAsync(LimitedApi.NewAddress());
        await CallsAsync(LimitedApi.Anonymous, () => stranger.GetAnswerAsync(Tags));

        var refused = await stranger.GetAnswerAsync(Tags, ("Accept", "text/html"));

        Assert.InRange(Header(refused.Is(HttpStatusCode.TooManyRequests), "Retry-After"), 1, 15);
    }

    [Fact]
    public async Task The_operator_is_not_limited()
    {
        using var client = await api.CreateClientAsync(LimitedApi.NewAddress(), Support.TestApp.OperatorKey);

        var answers = await CallsAsync(10, () => client.GetAnswerAsync(Tags));

        Assert.All(answers, answer => Assert.False(answer.Is(HttpStatusCode.OK).Headers.Contains("RateLimit-Limit")));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task What_is_no_call_of_the_API_is_not_limited(string path)
    {
        using var client = await api.CreateClientAsync(LimitedApi.NewAddress());

        var answers = await CallsAsync(2 * LimitedApi.Anonymous, () => client.GetAnswerAsync(path));

        Assert.All(answers, answer => Assert.False(answer.Headers.Contains("RateLimit-Limit")));
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers.Select(answer => answer.Status));
    }

    private static async Task<Answer[]> CallsAsync(int count, Func<Task<Answer>> call)
    {
        var answers = new Answer[count];
        for (var i = 0; i < count; i++)
        {
            answers[i] = await call();
        }

        return answers;
    }

    private static int Header(Answer answer, string name) =>
        int.Parse(Assert.Single(answer.Headers.GetValues(name)), System.Globalization.CultureInfo.InvariantCulture);
}
