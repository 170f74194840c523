using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Tests.Api;

namespace CommonTrace.Tests.Traces;

/// <summary>Calls about one trace.</summary>
internal static class TraceCalls
{
    public static string PathOf(Guid trace) => $"{ApiCalls.Traces}/{trace}";

    public static Task<Answer> PatchAsync(this HttpClient client, Guid trace, object edit, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Patch, PathOf(trace), JsonContent.Create(edit), headers);

    public static Task<Answer> DeleteAsync(this HttpClient client, Guid trace, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Delete, PathOf(trace), null, headers);

    public static async Task<JsonElement> ReadAsync(this HttpClient client, Guid trace) =>
        (await client.GetAnswerAsync(PathOf(trace))).Is(HttpStatusCode.OK).Body;

    /// <summary>The ids of a list, in its order.</summary>
    public static IEnumerable<Guid> Ids(this Answer answer) => answer.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid());

    public static string? Text(this JsonElement body, string field) => body.GetProperty(field).GetString();

    public static Guid Id(this JsonElement body) => body.GetProperty("id").GetGuid();

    public static int Version(this JsonElement body) => body.GetProperty("version").GetInt32();

    public static string? NextCursor(this Answer answer) => answer.Body.GetProperty("next_cursor").GetString();

    public static string? Tag(this Answer answer) => answer.Headers.ETag?.ToString();
}
