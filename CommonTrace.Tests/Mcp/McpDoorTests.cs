using System.Net;
using System.Text;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Mcp;

/// <summary>Who comes in at /mcp, and what is said to the others.</summary>
public sealed class McpDoorTests(TestApp app)
{
    private readonly HttpClient _stranger = app.CreateClient(key: null);

    [Theory]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Whoever_has_no_key_may_look_around(string version)
    {
        var first = await _stranger.PostMcpAsync(McpCalls.Body(version, "initialize", McpCalls.Greeting(version)));
        var ping = await _stranger.AskAsync(version, "ping");

        Assert.Equal("commontrace", first.Is(HttpStatusCode.OK).Result.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.NotEqual("0.0.0", first.Result.GetProperty("serverInfo").GetProperty("version").GetString());
        ping.Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_has_no_key_may_discover_in_the_newest_version() =>
        (await _stranger.AskAsync(McpCalls.Newest, "server/discover")).Is(HttpStatusCode.OK);

    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task A_key_comes_in_by_either_header(string header, string prefix)
    {
        var key = await (await app.CreateTenantAsync()).CreateKeyAsync(Scopes.Read);

        var answer = await _stranger.AskAsync("2025-11-25", "ping", "{}", (header, prefix + key));

        answer.Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task A_wrong_key_is_refused_at_once_and_told_where_to_read_on(string header, string prefix)
    {
        var answer = await _stranger.AskAsync("2025-11-25", "ping", "{}", (header, prefix + ApiKeyFormat.Generate()));

        var url = new Uri(app.ApiAddress, "/.well-known/oauth-protected-resource/mcp");
        Assert.Equal(("application/problem+json", "auth.invalid_key"), (answer.Is(HttpStatusCode.Unauthorized).MediaType, answer.Message.GetProperty("code").GetString()));
        Assert.Equal($"Bearer error=\"invalid_token\", resource_metadata=\"{url}\"", answer.Headers.WwwAuthenticate.ToString());
        (await _stranger.GetAnswerAsync(url.ToString())).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("revoked_at = now()")]
    [InlineData("expires_at = now() - interval '1 second'")]
    public async Task A_key_that_has_ended_is_refused(string how)
    {
        var tenant = await app.CreateTenantAsync();
        var key = await tenant.CreateKeyAsync(Scopes.Read);
        await app.SqlAsync($"update api_keys set {how} where tenant_id = $1", tenant.Id);

        var answer = await _stranger.AskAsync(McpCalls.Newest, "server/discover", "{}", ("X-API-Key", key));

        Assert.Equal("auth.invalid_key", answer.Is(HttpStatusCode.Unauthorized).Message.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_REST_calls_challenge_as_they_did()
    {
        var answer = await _stranger.GetAnswerAsync("/api/v1/tags", ("X-API-Key", ApiKeyFormat.Generate()));

        Assert.Equal("Bearer error=\"invalid_token\"", answer.Is(HttpStatusCode.Unauthorized).Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task The_operator_names_a_tenant_as_elsewhere()
    {
        using var operate = app.CreateClient();
        var tenant = await app.CreateTenantAsync();

        var right = await operate.AskAsync("2025-11-25", "ping", "{}", ("X-Tenant-ID", tenant.Id.ToString()));
        var unknown = await operate.AskAsync("2025-11-25", "ping", "{}", ("X-Tenant-ID", Guid.CreateVersion7().ToString()));
        var broken = await operate.AskAsync("2025-11-25", "ping", "{}", ("X-Tenant-ID", "mine"));

        right.Is(HttpStatusCode.OK);
        Assert.Equal("tenant.not_found", unknown.Is(HttpStatusCode.NotFound).Message.GetProperty("code").GetString());
        broken.Is(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData(null, "0")]
    [InlineData("text/plain", "{}")]
    public async Task What_the_transport_leaves_empty_the_API_fills_in(string? type, string body)
    {
        var answer = await _stranger.PostMcpAsync(body, ("Content-Type", type));

        Assert.Equal("request.media_type", answer.Is(HttpStatusCode.UnsupportedMediaType).Message.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_over_one_mebibyte_is_refused()
    {
        var large = McpCalls.Body("", "ping", $$"""{ "text": "{{new string('a', 1024 * 1024)}}" }""");

        var answer = await _stranger.PostMcpAsync(large);

        Assert.Equal("request.too_large", answer.Is(HttpStatusCode.RequestEntityTooLarge).Message.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Other_methods_are_refused_and_the_path_is_in_no_description_of_REST()
    {
        var get = await _stranger.GetAnswerAsync("/mcp");
        var described = await _stranger.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);

        Assert.Equal("route.method_not_allowed", get.Is(HttpStatusCode.MethodNotAllowed).Code);
        Assert.DoesNotContain("/mcp", described, StringComparison.Ordinal);
        Assert.DoesNotContain("well-known", described, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_carries_the_id_of_its_request()
    {
        var answer = await _stranger.PostMcpAsync(Encoding.UTF8.GetString([0x7b]), ("X-Request-ID", "mine-1"));

        Assert.Equal("mine-1", answer.IsRefusal(HttpStatusCode.BadRequest, -32700).Headers.GetValues("X-Request-ID").Single());
    }
}
