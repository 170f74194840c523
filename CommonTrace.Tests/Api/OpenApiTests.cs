using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class OpenApiTests(TestApp app)
{
    private const string Document = "/openapi/v1.json";

    [Theory]
    [InlineData("/api/v1/keys", "post")]
    [InlineData("/api/v1/keys/verify", "get")]
    [InlineData("/api/v1/me", "get")]
    [InlineData("/api/v1/me/keys", "get")]
    [InlineData("/api/v1/me/keys", "post")]
    [InlineData("/api/v1/me/keys/{id}", "delete")]
    [InlineData("/api/v1/admin/users/{id}/keys", "post")]
    [InlineData("/api/v1/admin/keys/revoke", "post")]
    [InlineData("/api/v1/admin/tenants", "get")]
    [InlineData("/api/v1/admin/tenants", "post")]
    [InlineData("/api/v1/admin/tenants/{id}", "patch")]
    [InlineData("/api/v1/admin/tenants/{id}", "delete")]
    [InlineData("/api/v1/admin/tenants/{id}/keys", "post")]
    [InlineData("/api/v1/admin/tenants/{id}/invitations", "post")]
    [InlineData("/api/v1/admin/export", "get")]
    [InlineData("/api/v1/traces", "post")]
    [InlineData("/api/v1/traces/{id}", "get")]
    [InlineData("/api/v1/traces", "get")]
    [InlineData("/api/v1/traces/{id}", "patch")]
    [InlineData("/api/v1/traces/{id}", "delete")]
    [InlineData("/api/v1/traces/{id}/versions", "get")]
    [InlineData("/api/v1/traces/{id}/versions/{version}", "get")]
    [InlineData("/api/v1/traces/{id}/revert", "post")]
    [InlineData("/api/v1/traces/{id}/amendments", "post")]
    [InlineData("/api/v1/traces/{id}/amendments", "get")]
    [InlineData("/api/v1/amendments/{id}/accept", "post")]
    [InlineData("/api/v1/amendments/{id}/reject", "post")]
    [InlineData("/api/v1/traces/{id}/flag", "post")]
    [InlineData("/api/v1/moderation/flagged", "get")]
    [InlineData("/api/v1/moderation/traces/{id}/restore", "post")]
    [InlineData("/api/v1/moderation/traces/{id}", "delete")]
    [InlineData("/api/v1/traces/search", "post")]
    [InlineData("/api/v1/tags", "get")]
    [InlineData("/api/v1/admin/import", "post")]
    [InlineData("/api/v1/embedding-jobs", "get")]
    [InlineData("/api/v1/embedding-jobs/stats", "get")]
    [InlineData("/api/v1/embedding-jobs/{id}", "get")]
    [InlineData("/api/v1/embedding-jobs/{id}/retry", "post")]
    [InlineData("/api/v1/admin/queue/status", "get")]
    [InlineData("/api/v1/admin/queue/pause", "post")]
    [InlineData("/api/v1/admin/queue/resume", "post")]
    [InlineData("/api/v1/admin/queue/drain", "post")]
    [InlineData("/api/v1/admin/queue/quiesce", "post")]
    [InlineData("/api/v1/admin/queue/retry-failed", "post")]
    [InlineData("/api/v1/admin/queue/requeue-stale", "post")]
    [InlineData("/api/v1/admin/workers", "get")]
    [InlineData("/api/v1/admin/audit", "get")]
    public async Task Every_call_is_described(string path, string method)
    {
        using var stranger = app.CreateClient(key: null);

        var answer = (await stranger.GetAnswerAsync(Document)).Is(HttpStatusCode.OK);

        Assert.True(answer.Body.GetProperty("paths").GetProperty(path).TryGetProperty(method, out _));
    }

    [Theory]
    [InlineData("ContributeRequest", "title", "maxLength", 200)]
    [InlineData("ContributeRequest", "title", "minLength", 1)]
    [InlineData("ContributeRequest", "context_text", "maxLength", 50_000)]
    [InlineData("ContributeRequest", "solution_text", "maxLength", 50_000)]
    [InlineData("ContributeRequest", "tags", "maxItems", 20)]
    [InlineData("EditRequest", "title", "maxLength", 200)]
    [InlineData("AmendmentRequest", "explanation", "maxLength", 5_000)]
    [InlineData("FlagRequest", "reason", "maxLength", 1_000)]
    [InlineData("SearchRequest", "q", "maxLength", 2_000)]
    [InlineData("SearchRequest", "limit", "maximum", 50)]
    [InlineData("RegisterRequest", "display_name", "maxLength", 100)]
    public async Task Limits_are_told(string schema, string field, string limit, int expected)
    {
        using var stranger = app.CreateClient(key: null);

        var answer = (await stranger.GetAnswerAsync(Document)).Is(HttpStatusCode.OK);

        var property = answer.Body.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty(field);
        Assert.Equal(expected, property.GetProperty(limit).GetInt32());
    }
}
