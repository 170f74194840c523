using System.Net;
using System.Net.Http.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Every refusal looks alike.</summary>
public sealed class ErrorTests(TestApp app) : OwnTenant(app)
{
    [Theory]
    [InlineData("GET", "/nowhere", 404, "route.not_found")]
    [InlineData("GET", "/api/v2/traces", 404, "route.not_found")]
    [InlineData("GET", "/api/v1/traces/00000000-0000-0000-0000-000000000000", 404, "trace.not_found")]
    [InlineData("DELETE", "/api/v1/tags", 405, "route.method_not_allowed")]
    [InlineData("PUT", "/api/v1/keys", 405, "route.method_not_allowed")]
    [InlineData("POST", "/api/v1/traces", 422, "validation.failed")]
    [InlineData("POST", "/api/v1/traces/search", 422, "validation.failed")]
    public async Task A_refusal_says_what_was_wrong_in_the_same_shape(string method, string path, int status, string code)
    {
        var body = method == "GET" ? null : JsonContent.Create(new { });

        var answer = await Client.CallAsync(new HttpMethod(method), path, body, ("X-Request-ID", "mine-1"));

        Assert.Equal(("application/problem+json", status, code), (answer.MediaType, (int)answer.Status, answer.Code));
        Assert.Equal(status, answer.Body.GetProperty("status").GetInt32());
        Assert.EndsWith(code, answer.Body.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Body.GetProperty("title").GetString()!);
        Assert.NotEmpty(answer.Detail);
        Assert.Equal("mine-1", answer.RequestId);
    }

    [Fact]
    public async Task Without_a_key_it_is_the_same()
    {
        using var stranger = App.CreateClient(key: null);

        var answer = (await stranger.GetAnswerAsync("/api/v1/tags")).Is(HttpStatusCode.Unauthorized);

        Assert.Equal(
            ["type", "title", "status", "detail", "code"],
            answer.Body.EnumerateObject().Select(field => field.Name));
        Assert.NotNull(answer.RequestId);
    }

    [Fact]
    public async Task Whatever_a_caller_accepts_it_is_the_same()
    {
        var answer = await Client.CallAsync(HttpMethod.Post, ApiCalls.Search, JsonContent.Create(new { limit = 51 }), ("Accept", "text/html"));

        answer.IsRefusalOf("limit");
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Theory]
    [InlineData("abc-DEF_1.2", true)]
    [InlineData("with space", false)]
    [InlineData("<script>", false)]
    [InlineData("", false)]
    public async Task A_request_id_is_echoed_when_it_is_a_plain_token_and_else_made(string given, bool echoed)
    {
        var answer = await Client.GetAnswerAsync("/api/v1/tags", ("X-Request-ID", given));

        Assert.Equal(echoed, answer.RequestId == given);
        Assert.True(echoed || Guid.TryParse(answer.RequestId, out _), answer.RequestId);
    }

    [Fact]
    public async Task A_wrong_method_is_told_which_are_right()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/tags");

        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["GET"], answer.Content.Headers.Allow);
    }
}
