using System.Net;
using System.Text;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Bodies that no client should send, and some do.</summary>
public sealed class BadBodyTests(TestApp app) : OwnTenant(app)
{
    private const int LargestBody = 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"title": "a",}""")]
    [InlineData("""{"title": "a"} and more""")]
    [InlineData("title=a")]
    [InlineData("<trace/>")]
    public async Task What_is_not_JSON_is_malformed(string body)
    {
        var answer = await Client.PostTextAsync(ApiCalls.Traces, body);

        Assert.Equal("request.malformed", answer.Is(HttpStatusCode.BadRequest).Code);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_malformed()
    {
        byte[] body = [.. "{\"title\":\""u8, 0xff, 0xfe, .. "\"}"u8];

        var answer = await Client.PostBytesAsync(ApiCalls.Traces, body);

        Assert.Equal("request.malformed", answer.Is(HttpStatusCode.BadRequest).Code);
    }

    [Fact]
    public async Task JSON_nested_beyond_reason_is_malformed()
    {
        var answer = await Client.PostTextAsync(ApiCalls.Traces, $"{{\"metadata_json\":{{\"a\":{new string('[', 5_000)}{new string(']', 5_000)}}}}}");

        Assert.Equal("request.malformed", answer.Is(HttpStatusCode.BadRequest).Code);
    }

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("7", "body")]
    [InlineData("""{"title": 5}""", "title")]
    [InlineData("""{"title": {"text": "a"}}""", "title")]
    [InlineData("""{"context_text": ["a"]}""", "context_text")]
    [InlineData("""{"solution_text": true}""", "solution_text")]
    [InlineData("""{"tags": "postgres"}""", "tags")]
    [InlineData("""{"tags": ["a", 1]}""", "tags[1]")]
    [InlineData("""{"agent_model": 4.5}""", "agent_model")]
    public async Task A_wrong_type_is_told_by_its_field(string body, string field)
    {
        var answer = await Client.PostTextAsync(ApiCalls.Traces, body);

        answer.IsRefusalOf(field);
        Assert.Contains(field, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Theory]
    [InlineData("title", "\\u0000")]
    [InlineData("title", "half \\ud83d")]
    [InlineData("context_text", "a\\u0000b")]
    [InlineData("solution_text", "\\ude00 half")]
    [InlineData("agent_model", "\\u0000")]
    public async Task What_cannot_be_stored_as_text_is_refused(string field, string escaped)
    {
        var body = JsonSerializer.Serialize(Submission((field, "STANDIN"))).Replace("STANDIN", escaped, StringComparison.Ordinal);

        var answer = await Client.PostTextAsync(ApiCalls.Traces, body);

        answer.IsRefusalOf(field);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=bogus")]
    public async Task Only_JSON_is_taken(string mediaType)
    {
        var answer = await Client.PostBytesAsync(ApiCalls.Traces, JsonSerializer.SerializeToUtf8Bytes(Submission()), mediaType);

        Assert.Equal("request.media_type", answer.Is(HttpStatusCode.UnsupportedMediaType).Code);
        Assert.Equal(0, await CountTracesAsync());
    }

    [Fact]
    public async Task A_body_of_one_mebibyte_is_taken_and_one_byte_more_is_not()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Submission());
        byte[] largest = [.. body, .. Enumerable.Repeat((byte)' ', LargestBody - body.Length)];

        var taken = await Client.PostBytesAsync(ApiCalls.Traces, largest);
        var refused = await Client.PostBytesAsync(ApiCalls.Traces, [.. largest, (byte)' ']);

        taken.Is(HttpStatusCode.Accepted);
        Assert.Equal("request.too_large", refused.Is(HttpStatusCode.RequestEntityTooLarge).Code);
        Assert.Equal(1, await CountTracesAsync());
    }

    [Fact]
    public async Task A_body_that_hides_its_length_is_not_taken_either()
    {
        using var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', LargestBody) + JsonSerializer.Serialize(Submission()))));
        body.Headers.ContentType = new("application/json");

        var answer = await Client.CallAsync(HttpMethod.Post, ApiCalls.Traces, body, ("Transfer-Encoding", "chunked"));

        Assert.Equal("request.too_large", answer.Is(HttpStatusCode.RequestEntityTooLarge).Code);
        Assert.Equal(0, await CountTracesAsync());
    }
}
