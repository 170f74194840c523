using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Reembed;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Changing the model over REST.</summary>
public sealed class ReembedTests(TestApp app) : OwnTenant(app)
{
    private const string Path = "/api/v1/admin/reembed";

    [Theory]
    [InlineData("")]
    [InlineData("/pause")]
    [InlineData("/resume")]
    [InlineData("/abort")]
    [InlineData("/rollback")]
    public async Task Whoever_does_not_operate_is_refused(string call)
    {
        using var nobody = App.CreateClient(key: null);
        var body = new { provider = "local", model = "m", dimensions = 8 };

        Assert.Equal("auth.scope_missing", (await Client.PostAnswerAsync(Path + call, body)).Is(HttpStatusCode.Forbidden).Code);
        Assert.Equal("auth.missing_key", (await nobody.PostAnswerAsync(Path + call, body)).Is(HttpStatusCode.Unauthorized).Code);
    }

    [Fact]
    public async Task Who_does_not_operate_sees_no_progress() => Assert.Equal("auth.scope_missing", (await Client.GetAnswerAsync(Path)).Is(HttpStatusCode.Forbidden).Code);

    [Fact]
    public async Task Fields_are_checked()
    {
        using var client = App.CreateClient();

        (await client.PostAnswerAsync(Path, new { dry_run = true })).IsRefusalOf("provider", "model", "dimensions");
        (await client.PostAnswerAsync(Path, new { provider = "none", model = "m", dimensions = 0 })).IsRefusalOf("provider", "dimensions");
        (await client.PostAnswerAsync(Path, new { provider = "openai", model = "m", dimensions = 4001 })).IsRefusalOf("dimensions");
        (await client.PostAnswerAsync(Path, new { provider = "local", model = "m", dimensions = 1536 })).IsRefusalOf("model");
        Assert.Equal("reembed.provider_unavailable", (await client.PostAnswerAsync(Path, new { provider = "openai", model = "m", dimensions = 8 })).Is(HttpStatusCode.UnprocessableEntity).Code);
    }

    [Fact]
    public async Task A_change_is_estimated_begun_followed_paused_and_aborted()
    {
        await using var stage = await ReembedStage.CreateAsync(App, 12);
        await using var api = ServiceProcess.Start(
            "CommonTrace.Api", ("ConnectionStrings__commontrace", stage.Database.ConnectionString), ("ConnectionStrings__redis", "127.0.0.1:1,connectTimeout=200"),
            ("Embedding__Provider", "openai"), ("Embedding__ApiKey", "key-of-the-tests"), ("Embedding__Endpoint", stage.Provider.Endpoint), ("Auth__OperatorKey", TestApp.OperatorKey));
        using var client = await api.CreateClientAsync();
        client.DefaultRequestHeaders.Add("X-API-Key", TestApp.OperatorKey);
        await api.HealthyAsync();
        var request = new { provider = "openai", model = "another-model", dimensions = 256 };

        Assert.Equal("reembed.none", (await client.GetAnswerAsync(Path)).Is(HttpStatusCode.NotFound).Code);
        var estimate = (await client.PostAnswerAsync(Path, new { request.provider, request.model, request.dimensions, dry_run = true })).Is(HttpStatusCode.OK).Body;
        var started = (await client.PostAnswerAsync(Path, request)).Is(HttpStatusCode.Accepted).Body;
        var again = (await client.PostAnswerAsync(Path, request)).Is(HttpStatusCode.Conflict);
        var paused = (await client.PostAnswerAsync($"{Path}/pause", new { })).Is(HttpStatusCode.OK).Body;
        var resumed = (await client.PostAnswerAsync($"{Path}/resume", new { })).Is(HttpStatusCode.OK).Body;
        var rolledBack = (await client.PostAnswerAsync($"{Path}/rollback", new { })).Is(HttpStatusCode.Conflict);
        var aborted = (await client.PostAnswerAsync($"{Path}/abort", new { })).Is(HttpStatusCode.OK).Body;
        var late = (await client.PostAnswerAsync($"{Path}/abort", new { })).Is(HttpStatusCode.Conflict);

        Assert.Equal((12, 1), (estimate.GetProperty("traces").GetInt32(), estimate.GetProperty("estimated_calls").GetInt32()));
        Assert.True(estimate.GetProperty("estimated_tokens").GetInt32() > 12);
        Assert.Equal(("filling", "another-model", "1", 12), (started.GetProperty("state").GetString(), started.GetProperty("model").GetString(), started.GetProperty("model_version").GetString(), started.GetProperty("remaining").GetInt32()));
        Assert.Equal((true, false), (paused.GetProperty("paused").GetBoolean(), resumed.GetProperty("paused").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, started.GetProperty("expected_end_at").ValueKind);
        Assert.Equal("aborted", aborted.GetProperty("state").GetString());
        Assert.Equal(("reembed.running", "reembed.no_previous", "reembed.not_running"), (again.Code, rolledBack.Code, late.Code));
    }
}
