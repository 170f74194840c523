using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Every limit, from both sides; a refused trace leaves nothing behind.</summary>
public sealed class TraceLimitsTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("title", 200, "x")]
    [InlineData("title", 200, "ä")]
    [InlineData("title", 200, "🚀")]
    [InlineData("context_text", 50_000, "x")]
    [InlineData("context_text", 50_000, "🚀")]
    [InlineData("solution_text", 50_000, "x")]
    [InlineData("agent_model", 100, "🚀")]
    [InlineData("agent_version", 50, "🚀")]
    public async Task Characters_are_counted_as_people_count_them(string field, int most, string letter)
    {
        var oneLess = await Client.PostAnswerAsync(ApiCalls.Traces, Submission((field, Repeat(letter, most - 1))));
        var longest = await Client.PostAnswerAsync(ApiCalls.Traces, Submission((field, Repeat(letter, most))));
        var tooLong = await Client.PostAnswerAsync(ApiCalls.Traces, Submission((field, Repeat(letter, most + 1))));

        oneLess.Is(HttpStatusCode.Accepted);
        longest.Is(HttpStatusCode.Accepted);
        tooLong.IsRefusalOf(field);
        Assert.Contains($"{most + 1}", tooLong.Detail, StringComparison.Ordinal);
        Assert.Equal(2, await CountTracesAsync());
    }

    [Theory]
    [InlineData("title")]
    [InlineData("context_text")]
    [InlineData("solution_text")]
    public async Task A_required_text_must_be_there_and_say_something(string field)
    {
        foreach (var nothing in new[] { null, "", " ", " \t\r\n\u00a0\u2003" })
        {
            var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission((field, nothing)));

            answer.IsRefusalOf(field);
        }

        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, new { agent_version = new string('x', 51) });

        answer.IsRefusalOf("title", "context_text", "solution_text", "agent_version");
    }

    [Theory]
    [InlineData(20, HttpStatusCode.Accepted)]
    [InlineData(21, HttpStatusCode.UnprocessableEntity)]
    [InlineData(10_000, HttpStatusCode.UnprocessableEntity)]
    public async Task A_trace_bears_at_most_20_tags(int count, HttpStatusCode expected)
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("tags", Enumerable.Range(0, count).Select(index => $"tag-{index}"))));

        answer.Is(expected);
        Assert.Equal(expected is HttpStatusCode.Accepted ? 1 : 0, await CountTracesAsync());
    }

    [Theory]
    [InlineData(10 * 1024, HttpStatusCode.Accepted)]
    [InlineData((10 * 1024) + 1, HttpStatusCode.UnprocessableEntity)]
    public async Task Metadata_has_at_most_10_kilobytes(int bytes, HttpStatusCode expected)
    {
        var metadata = new { note = new string('x', bytes - """{"note":""}""".Length) };

        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("metadata_json", metadata)));

        answer.Is(expected);
    }

    [Theory]
    [InlineData("""[1, 2]""")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("""{"nul": "\u0000"}""")]
    [InlineData("""{"\u0000": 1}""")]
    [InlineData("""{"deep": [{"half": "\ud800"}]}""")]
    [InlineData("""{"large": 1e200000}""")]
    [InlineData("""{"small": [1e-200000]}""")]
    [InlineData("""{"absurd": 1e99999999999}""")]
    public async Task Metadata_that_cannot_be_stored_is_refused(string metadata)
    {
        var trace = JsonSerializer.Serialize(Submission());

        var answer = await Client.PostTextAsync(ApiCalls.Traces, $"{trace[..^1]},\"metadata_json\":{metadata}}}");

        answer.IsRefusalOf("metadata_json");
        Assert.Equal(0, await CountTracesAsync());
    }

    private static string Repeat(string letter, int count) => string.Concat(Enumerable.Repeat(letter, count));
}
