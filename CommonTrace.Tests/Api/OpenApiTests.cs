using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

public sealed class OpenApiTests(TestApp app)
{
    private const string Document = "/openapi/v1.json";

    [Theory]
    [InlineData("/api/v1/keys", "post")]
    [InlineData("/api/v1/keys/verify", "get")]
    [InlineData("/api/v1/traces", "post")]
    [InlineData("/api/v1/traces/{id}", "get")]
    [InlineData("/api/v1/traces/search", "post")]
    [InlineData("/api/v1/tags", "get")]
    [InlineData("/api/v1/admin/import", "post")]
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
