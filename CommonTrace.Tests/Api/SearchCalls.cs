using System.Net;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Api;

/// <summary>Searching, and what there is to find.</summary>
internal static class SearchCalls
{
    public static async Task<Answer> SearchAsync(this HttpClient client, object query) =>
        (await client.PostAnswerAsync(ApiCalls.Search, query)).Is(HttpStatusCode.OK);

    /// <summary>Contributes a trace, whose words are known at once.</summary>
    public static async Task<Guid> ContributeAsync(this HttpClient client, string title, string text = "Nothing else is told.", params string[] tags)
    {
        var answer = await client.PostAnswerAsync(ApiCalls.Traces, new { title, context_text = text, solution_text = "See above.", tags });
        return answer.Is(HttpStatusCode.Accepted).Id;
    }

    public static IEnumerable<JsonElement> Results(this Answer answer) => answer.Body.GetProperty("results").EnumerateArray();

    public static string? Mode(this Answer answer) => answer.Body.GetProperty("mode").GetString();

    /// <summary>Takes the words from a trace, so that only its vector can find it.</summary>
    public static Task HideWordsAsync(this TestApp app, Guid trace) => app.SqlAsync("update trace_search set words = '', head = '' where trace_id = $1", trace);

    /// <summary>Takes the vector from a trace, so that only its words can find it.</summary>
    public static Task HideVectorAsync(this TestApp app, Guid trace) => app.SqlAsync(
        "update traces set embedding = null, embedding_model_id = null, embedding_model_version = null where id = $1", trace);
}
