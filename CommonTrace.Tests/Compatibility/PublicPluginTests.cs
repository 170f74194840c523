using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Compatibility;

/// <summary>A session as the public Claude Code plugin has it: plain <c>urllib</c>, a key of its own, only the fields that it sends and reads.</summary>
public sealed class PublicPluginTests(TestApp app)
{
    [Fact]
    public async Task It_registers_by_itself_with_an_address_that_nobody_reads()
    {
        var registered = await RegisterAsync();

        Assert.Equal(201, registered.Status);
        Assert.StartsWith("ct_", registered.Text("api_key"), StringComparison.Ordinal);
        Assert.True(registered.Body.GetProperty("can_contribute").GetBoolean());
    }

    [Theory]
    [InlineData("install", """{"platform":"Claude Code","skill_version":"0.7.1","install_source":"plugin"}""", 201)]
    [InlineData("ping", "{}", 204)]
    [InlineData("triggers", """{"trigger_stats":{"bash_error":{"fired":3}},"session_id":"4711","searches_fired":3,"resolutions_total":1}""", 201)]
    [InlineData("savings", """{"minutes_saved":12,"tokens_saved":240000,"event_type":"measured_recurrence"}""", 201)]
    public async Task Its_reports_are_taken(string report, string body, int status)
    {
        var key = (await RegisterAsync()).Text("api_key");

        var answer = await CallAsync("POST", $"/api/v1/telemetry/{report}", key, JsonElement.Parse(body));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Reports_without_a_key_are_refused() =>
        Assert.Equal(401, (await CallAsync("POST", "/api/v1/telemetry/ping", key: null, new { })).Status);

    [Fact]
    public async Task What_it_contributes_it_finds_again()
    {
        var key = (await RegisterAsync()).Text("api_key");
        var word = $"quaggle{Guid.CreateVersion7():N}";
        var contributed = await CallAsync("POST", "/api/v1/traces", key, new
        {
            title = $"The {word} daemon leaks file handles",
            context_text = "After some hours no more sockets could be opened.",
            solution_text = $"Close the {word} session in a finally block.",
            tags = new[] { "daemon", "leak" },
            metadata_json = new { detection_pattern = "user_directed", time_to_resolution_minutes = 12, error_count = 3, tokens_to_resolution = 240_000 },
        });

        var found = await CallAsync("POST", "/api/v1/traces/search", key, new { q = $"{word} daemon", limit = 3, context = new { language = "python", os = "linux" } });

        var hit = found.Body.GetProperty("results")[0];
        Assert.Equal((202, 200), (contributed.Status, found.Status));
        Assert.Equal(contributed.Text("id"), hit.GetProperty("id").GetString());
        Assert.All(["title", "solution_text", "contributor_name"], field => Assert.Equal(JsonValueKind.String, hit.GetProperty(field).ValueKind));
    }

    [Fact]
    public async Task A_key_is_verified_and_a_wrong_one_is_rejected()
    {
        var key = (await RegisterAsync()).Text("api_key");

        var good = await CallAsync("GET", "/api/v1/keys/verify", key, body: null);
        var bad = await CallAsync("GET", "/api/v1/keys/verify", "ct_wrong", body: null);

        Assert.Equal((200, 401), (good.Status, bad.Status));
        Assert.Equal(JsonValueKind.String, bad.Body.GetProperty("detail").ValueKind);
    }

    private Task<PythonAnswer> RegisterAsync() =>
        CallAsync("POST", "/api/v1/keys", key: null, new { email = $"agent-{Guid.CreateVersion7():N}@commontrace.auto", display_name = "Claude Code Agent" });

    private Task<PythonAnswer> CallAsync(string method, string path, string? key, object? body) => PythonClient.UrllibAsync(app.ApiAddress, method, path, key, body);
}
