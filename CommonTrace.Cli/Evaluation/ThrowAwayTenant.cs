using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using CommonTrace.Core.Evaluation;
using Spectre.Console;

namespace CommonTrace.Cli.Evaluation;

/// <summary>A tenant that holds the traces of an evaluation set, and is deleted in the end, whatever happens.</summary>
internal sealed class ThrowAwayTenant : IAsyncDisposable
{
    private const string Tenants = "api/v1/admin/tenants";

    // Importing and deleting take as long as there are traces.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UntilAToken = TimeSpan.FromSeconds(1);

    private readonly Screen _screen;
    private readonly Guid _id;
    private readonly ApiClient _api;
    private Dictionary<Guid, EvaluationTrace> _traces = [];

    private ThrowAwayTenant(Verb verb, Guid id) => (_screen, _id, _api) = (verb.Screen, id, ApiClient.Of(verb.Connection with { TenantId = id }, Limit));

    public static async Task<ThrowAwayTenant> CreateAsync(Verb verb, CancellationToken cancellationToken)
    {
        var queue = await verb.Api.GetAsync("api/v1/admin/queue/status", cancellationToken);
        if (queue.Is("paused") || !queue.Items("workers").Any())
        {
            throw new CliException(ExitCode.Refused, $"Nothing would be embedded: {(queue.Is("paused") ? "the queue is paused" : "no worker was seen in the last minute")}; see `commontrace queue status`.");
        }

        // Not given up half-way: then nobody would know what to delete.
        var created = await verb.Api.PostAsync(Tenants, new JsonObject { ["name"] = $"evaluation {Guid.CreateVersion7()}" }, CancellationToken.None);
        return new ThrowAwayTenant(verb, created.GetProperty("id").GetGuid());
    }

    /// <summary>Imports the traces, and waits until the search knows all of them by meaning and by words.</summary>
    public async Task LoadAsync(IReadOnlyList<EvaluationTrace> traces, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // The order of the ids is that of the keys, so that traces of equal score come in the same order in every run.
        var now = TimeProvider.System.GetUtcNow();
        _traces = traces.Index().ToDictionary(at => Guid.CreateVersion7(now.AddMilliseconds(at.Index)), at => at.Item);
        await ImportAsync(cancellationToken);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(timeout);
        try
        {
            await EmbeddedAsync(late.Token);
            await ReadAsync(late.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Refused, $"The traces were not embedded within {Duration.Show(timeout)}; see `commontrace queue status`, or give a longer --timeout.");
        }
    }

    /// <summary>The keys of what a search finds, best first.</summary>
    public async Task<IReadOnlyList<string>> SearchAsync(string text, string mode, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(text, mode, EvaluateSearch.MostResults, cancellationToken);
        return answer.Text("degraded_reason") is { } reason
            ? throw new CliException(ExitCode.Refused, $"The server did not search as it was asked to ({mode}): {reason}")
            : [.. answer.Items("results").Select(result => _traces[result.GetProperty("id").GetGuid()].Key)];
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _api.SendAsync(HttpMethod.Delete, $"{Tenants}/{_id}", null, CancellationToken.None);
        }
        catch (CliException failure)
        {
            _screen.Error.WriteLine($"The tenant {_id} was not deleted ({failure.Message}); do it by `commontrace tenants delete {_id}`.");
        }

        _api.Dispose();
    }

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
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/admin/import") { Content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson") };
        using var response = await _api.SendAsync(request, cancellationToken);
        var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (answer.Count("imported") != _traces.Count || answer.Items("dropped_tags").Any())
        {
            throw new CliException(ExitCode.Refused, $"Of {_traces.Count} traces, in the order of their keys, not all were imported as they are: {answer}");
        }
    }

    private async Task EmbeddedAsync(CancellationToken cancellationToken)
    {
        using var progress = new ProgressBar(_screen, "Embedding");
        for (long done = 0; done < _traces.Count; await Task.Delay(BetweenLooks, cancellationToken))
        {
            var stats = (await PatientlyAsync(() => _api.GetAsync("api/v1/embedding-jobs/stats", cancellationToken), cancellationToken)).GetProperty("stats");
            done = stats.Count("completed");
            progress.Report(done, _traces.Count);
            if (stats.Count("failed") > 0)
            {
                var failed = (await _api.GetAsync("api/v1/embedding-jobs?status=failed&limit=1", cancellationToken)).Items("jobs").First();
                throw new CliException(ExitCode.Refused, $"A trace cannot be embedded ({failed.Text("error_code")}): {failed.Text("error")}", failed.Text("error_code"));
            }
        }
    }

    /// <summary>Words are read in the order of the ids: when the last trace is found by its own, all are.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var progress = new ProgressBar(_screen, "Reading the words");
        var (id, trace) = _traces.MaxBy(trace => trace.Key);
        while (!(await AskAsync(trace.Title, "keyword", 50, cancellationToken)).Items("results").Any(result => result.GetProperty("id").GetGuid() == id))
        {
            progress.Report(0, null);
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    private Task<JsonElement> AskAsync(string text, string mode, int limit, CancellationToken cancellationToken) => PatientlyAsync(
        () => _api.PostAsync("api/v1/traces/search", new JsonObject { ["q"] = text, ["mode"] = mode, ["limit"] = limit }, cancellationToken), cancellationToken);

    /// <summary>An operator's own key may ask less often than the configured one.</summary>
    private static async Task<JsonElement> PatientlyAsync(Func<Task<JsonElement>> askAsync, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await askAsync();
            }
            catch (CliException failure) when (failure.Code == "rate_limit.exceeded")
            {
                await Task.Delay(UntilAToken, cancellationToken);
            }
        }
    }
}
