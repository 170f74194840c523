using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>A bad request is answered in Production as it was while developing.</summary>
public sealed class EnvironmentTests(TestApp app) : IAsyncLifetime
{
    private ServiceProcess? _production;

    public async ValueTask InitializeAsync() => _production = await ServiceProcess.StartApiAsync(app, "Production");

    public ValueTask DisposeAsync() => _production!.DisposeAsync();

    [Fact]
    public async Task Production_answers_as_Development_does()
    {
        using var development = app.CreateClient();
        using var production = await _production!.CreateClientAsync();
        production.DefaultRequestHeaders.Add("X-API-Key", TestApp.OperatorKey);

        foreach (var (method, path, body, status) in BadRequests)
        {
            var answer = await AnswerAsync(production, method, path, body);

            Assert.Equal(status, answer.Status);
            Assert.Equal(await AnswerAsync(development, method, path, body), answer);
        }
    }

    [Fact]
    public async Task SIGTERM_ends_it_with_exit_code_zero()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");

        Assert.Equal(0, await _production!.StopAsync());
    }

    private static readonly (HttpMethod Method, string Path, string? Body, HttpStatusCode Status)[] BadRequests =
    [
        (HttpMethod.Post, "/api/v1/traces", "{\"title\": ", HttpStatusCode.BadRequest),
        (HttpMethod.Post, "/api/v1/traces", "{\"title\": 5}", HttpStatusCode.UnprocessableEntity),
        (HttpMethod.Post, "/api/v1/traces", "{}", HttpStatusCode.UnprocessableEntity),
        (HttpMethod.Post, "/api/v1/traces", "", HttpStatusCode.BadRequest),
        (HttpMethod.Post, "/api/v1/traces/search", "{\"q\": \"x\", \"limit\": 0}", HttpStatusCode.UnprocessableEntity),
        (HttpMethod.Get, "/api/v1/traces/xyz", null, HttpStatusCode.NotFound),
        (HttpMethod.Put, "/api/v1/tags", null, HttpStatusCode.MethodNotAllowed),
        (HttpMethod.Get, "/nowhere", null, HttpStatusCode.NotFound),
    ];

    private static async Task<(HttpStatusCode Status, string Body)> AnswerAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(JsonNode.Parse(text)?["code"]);
        return (answer.StatusCode, text);
    }
}
