using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Screenshots;

/// <summary>What some people did with a new system for some minutes, all of it through the API: the same people, texts and judgements in every run.</summary>
internal sealed class Scene(TestApp app)
{
    /// <summary>The sample trace whose page is shown.</summary>
    public const string Trace = "019bb519-9f9f-758b-b57e-b3aa0fae6626";

    private const string Progress = "\n\n`pg_stat_progress_create_index` tells how far a concurrent build is: `select phase, blocks_done, blocks_total from pg_stat_progress_create_index`.";

    private static readonly string[] Names = ["Mara", "Jonas", "Priya", "Tomás", "Aiko"];

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly Random _random = new(7);
    private readonly HttpClient _operator = app.CreateClient();
    private readonly List<(string Key, HttpClient Client)> _people = [];

    /// <summary>The key of one of them.</summary>
    public string Key => _people[0].Key;

    /// <summary>Lets it happen; the queue's history has a point for each minute.</summary>
    public async Task PlayAsync(TimeSpan duration, EvaluationSet lessons)
    {
        using var anonymous = app.CreateClient(key: null);
        foreach (var name in Names)
        {
            var key = (await SendAsync(anonymous, "/api/v1/keys", new { display_name = name })).GetProperty("api_key").GetString()!;
            _people.Add((key, app.CreateClient(key)));
        }

        await ContributeAsync(duration, [.. lessons.Traces]);
        await SendAsync(_operator, "/api/v1/admin/queue/drain", new { timeout_seconds = 60 });
        await JudgeAsync();
        await AmendAsync();
    }

    // In portions of any size, as it comes; for a while in the middle the queue is paused, and they wait.
    private async Task ContributeAsync(TimeSpan duration, EvaluationTrace[] lessons)
    {
        _random.Shuffle(lessons);
        var beats = (int)(duration / Beat);
        var sent = 0;
        for (var beat = 0; beat < beats; beat++)
        {
            if (beat == beats / 2)
            {
                await SendAsync(_operator, "/api/v1/admin/queue/pause", new { reason = "The database moves to a larger disk; ten minutes at most." });
            }
            else if (beat == beats * 3 / 5)
            {
                await SendAsync(_operator, "/api/v1/admin/queue/resume", new { all = true });
            }

            var portion = _random.Next(2 * lessons.Length / beats + 1);
            foreach (var lesson in lessons.Skip(sent).Take(beat == beats - 1 ? lessons.Length : portion))
            {
                var text = new { title = lesson.Title, context_text = lesson.ContextText, solution_text = lesson.SolutionText, tags = lesson.Tags };
                await SendAsync(_people[_random.Next(_people.Count)].Client, "/api/v1/traces", text);
                sent++;
            }

            Console.WriteLine($"  {sent} of {lessons.Length} traces");
            await Task.Delay(Beat);
        }
    }

    // What came of a trace counts when it was opened. Their own traces they cannot judge: those answers are refusals.
    private async Task JudgeAsync()
    {
        foreach (var trace in await ListAsync())
        {
            foreach (var (_, client) in _people.Where(_ => _random.Next(3) == 0 || trace == Trace))
            {
                await client.GetAsync($"/api/v1/traces/{trace}");
                var vote = _random.Next(10) == 0 && trace != Trace ? (object)new { vote_type = "down", feedback_tag = "outdated" } : new { vote_type = "up" };
                await client.PostAsJsonAsync($"/api/v1/traces/{trace}/votes", vote);
                await client.PostAsJsonAsync($"/api/v1/traces/{trace}/outcomes", new { solved = _random.Next(6) > 0 });
            }
        }
    }

    private async Task AmendAsync()
    {
        var trace = await _operator.GetFromJsonAsync<JsonElement>($"/api/v1/traces/{Trace}");
        await SendAsync(_people[1].Client, $"/api/v1/traces/{Trace}/amendments", new
        {
            improved_solution = trace.GetProperty("solution_text").GetString() + Progress,
            explanation = "The build took twenty minutes on our largest table, and nobody knew how far it was.",
        });
    }

    private async Task<List<string>> ListAsync()
    {
        var ids = new List<string>();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await _operator.GetFromJsonAsync<JsonElement>($"/api/v1/traces?limit=100{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString();
        }

        // By id the order of the samples is fixed, and so is what is drawn for each.
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body);
        var answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonElement.Parse(answer) : throw new InvalidOperationException($"{path}: {response.StatusCode} {answer}");
    }
}
