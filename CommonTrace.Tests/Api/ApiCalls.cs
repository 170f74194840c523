using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CommonTrace.Tests.Api;

/// <summary>Calls of the API whose answers are read at once.</summary>
internal static class ApiCalls
{
    public const string Traces = "/api/v1/traces";
    public const string Search = "/api/v1/traces/search";
    public const string Keys = "/api/v1/keys";
    public const string Import = "/api/v1/admin/import";

    public static Task<Answer> GetAnswerAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Posts a value as JSON.</summary>
    public static Task<Answer> PostAnswerAsync(this HttpClient client, string path, object body, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Post, path, JsonContent.Create(body), headers);

    /// <summary>Posts bytes that may be no JSON at all.</summary>
    public static Task<Answer> PostBytesAsync(this HttpClient client, string path, byte[] body, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return client.CallAsync(HttpMethod.Post, path, content);
    }

    public static Task<Answer> PostTextAsync(this HttpClient client, string path, string body) => client.PostBytesAsync(path, Encoding.UTF8.GetBytes(body));

    public static async Task<Answer> CallAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // A server that refuses the length closes before it has read: who is still sending then may miss the answer.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1024 * 1024;
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, Read(answer.Content.Headers.ContentType, text));
    }

    private static JsonElement Read(MediaTypeHeaderValue? type, string text) =>
        type?.MediaType is { } name && name.EndsWith("json", StringComparison.Ordinal) ? JsonElement.Parse(text) : default;
}
