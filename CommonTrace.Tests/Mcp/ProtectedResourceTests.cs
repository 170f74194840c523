using System.Net;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>What the resource says of itself (RFC 9728).</summary>
public sealed class ProtectedResourceTests(TestApp app)
{
    public static readonly TheoryData<string> Paths = ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"];

    private readonly HttpClient _stranger = app.CreateClient(key: null);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task It_names_itself_as_the_caller_reaches_it_and_how_to_send_a_key(string path)
    {
        var answer = await _stranger.GetAnswerAsync(path);

        var body = answer.Is(HttpStatusCode.OK).Body;
        Assert.Equal(new Uri(app.ApiAddress, "/mcp").ToString(), body.GetProperty("resource").GetString());
        Assert.Equal(["header"], answer.Texts("bearer_methods_supported"));
        Assert.Equal(["read", "contribute"], answer.Texts("scopes_supported"));
        Assert.Equal("CommonTrace", body.GetProperty("resource_name").GetString());
        Assert.False(body.TryGetProperty("authorization_servers", out _));
        (await _stranger.GetAnswerAsync(body.GetProperty("resource_documentation").GetString()!)).Is(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task It_may_be_cached_read_by_any_page_and_as_often_as_one_likes(string path)
    {
        var answer = await _stranger.GetAnswerAsync(path, ("Origin", "https://inspector.example.org"), ("X-API-Key", "no key at all"));

        Assert.Equal(((bool?)true, (TimeSpan?)TimeSpan.FromHours(1)), (answer.Is(HttpStatusCode.OK).Headers.CacheControl?.Public, answer.Headers.CacheControl?.MaxAge));
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(answer.Headers.Contains("RateLimit-Limit"));
    }

    [Fact]
    public async Task A_forwarded_scheme_is_not_believed_of_strangers()
    {
        var answer = await _stranger.GetAnswerAsync("/.well-known/oauth-protected-resource", ("X-Forwarded-Proto", "https"));

        Assert.StartsWith("http://", answer.Is(HttpStatusCode.OK).Body.GetProperty("resource").GetString(), StringComparison.Ordinal);
    }
}
