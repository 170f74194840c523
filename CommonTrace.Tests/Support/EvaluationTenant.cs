using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Evaluation;
using CommonTrace.Core.Users;

namespace CommonTrace.Tests.Support;

/// <summary>A trace that came, and its scores.</summary>
public sealed record EvaluationHit(string Key, double? Similarity, double? Score);

/// <summary>A throw-away tenant that holds the traces of an evaluation set, and is asked over HTTP as any client asks.</summary>
public sealed class EvaluationTenant : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _client;
    private readonly Dictionary<Guid, EvaluationTrace> _traces;

    private EvaluationTenant(HttpClient client, EvaluationSet set)
    {
        _client = client;
        // The order of the ids is that of the keys, so that traces of equal score come in the same order in every run.
        var now = TimeProvider.System.GetUtcNow();
        _traces = set.Traces.Index().ToDictionary(at => Guid.CreateVersion7(now.AddMilliseconds(at.Index)), at => at.Item);
    }

    /// <summary>Imports the set's traces, and waits until both legs of the search know all of them.</summary>
    public static async Task<EvaluationTenant> CreateAsync(TestApp app, EvaluationSet set, CancellationToken cancellationToken)
    {
        var tenant = await app.CreateTenantAsync();
        var evaluation = new EvaluationTenant(await tenant.CreateClientAsync(Scopes.Read, Scopes.Operate), set);
        await evaluation.ImportAsync(cancellationToken);
        await SearchableAsync(app, tenant, set.Traces.Count, cancellationToken);
        return evaluation;
    }

    /// <summary>False when the API refuses this mode.</summary>
    public async Task<bool> KnowsAsync(string mode, CancellationToken cancellationToken)
    {
        using var response = await PostAsync("mode", mode, cancellationToken);
        return response.StatusCode != HttpStatusCode.UnprocessableEntity;
    }

    /// <summary>What a search finds, best first.</summary>
    /// <exception cref="InvalidOperationException">It was refused, or was not done as it was asked for.</exception>
    public async Task<IReadOnlyList<EvaluationHit>> SearchAsync(string text, string mode, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(text, mode, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        return answer.GetProperty("degraded_reason").ValueKind == JsonValueKind.Null
            ? [.. answer.GetProperty("results").EnumerateArray().Select(ReadHit)]
            : throw new InvalidOperationException($"The search was not {mode}: {answer.GetProperty("degraded_reason")}. It was for: {text}");
    }

    /// <summary>The keys of what a search finds, as the evaluation asks for them.</summary>
    public async Task<IReadOnlyList<string>> SearchKeysAsync(string text, string mode, CancellationToken cancellationToken) =>
        [.. (await SearchAsync(text, mode, cancellationToken)).Select(hit => hit.Key)];

    public void Dispose() => _client.Dispose();

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var lines = _traces.Select(trace => JsonSerializer.Serialize(new
        {
            id = trace.Key,
            title = trace.Value.Title,
            context_text = trace.Value.ContextText,
            solution_text = trace.Value.SolutionText,
            tags = trace.Value.Tags,
        }));
        using var body = new StringContent(string.Join('\n', lines), null, "application/x-ndjson");
        using var response = await _client.PostAsync("/api/v1/admin/import", body, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        if (answer.GetProperty("imported").GetInt32() != _traces.Count || answer.GetProperty("dropped_tags").GetArrayLength() > 0)
        {
            throw new InvalidOperationException($"Of {_traces.Count} traces, in the order of their keys, not all were imported as they are: {answer}");
        }
    }

    private static async Task SearchableAsync(TestApp app, TestTenant tenant, int traces, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            select count(*) from traces t join trace_search s on s.trace_id = t.id
            where t.tenant_id = $1 and t.embedding is not null and s.words is not null
            """;
        var started = TimeProvider.System.GetTimestamp();
        while (await app.SqlAsync(Sql, tenant.Id) is long ready && ready < traces)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"Of {traces} traces {ready} had their vector and their words within {Limit}.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private Task<HttpResponseMessage> PostAsync(string text, string mode, CancellationToken cancellationToken) =>
        _client.PostAsJsonAsync("/api/v1/traces/search", new { q = text, mode, limit = EvaluateSearch.MostResults }, cancellationToken);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new InvalidOperationException($"{response.RequestMessage!.RequestUri} answered {response.StatusCode}: {text}");
    }

    private EvaluationHit ReadHit(JsonElement result) =>
        new(_traces[result.GetProperty("id").GetGuid()].Key, ReadScore(result, "similarity_score"), ReadScore(result, "combined_score"));

    private static double? ReadScore(JsonElement result, string name) =>
        result.GetProperty(name) is { ValueKind: JsonValueKind.Number } score ? score.GetDouble() : null;
}
