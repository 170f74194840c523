using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Core.Search.Words;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

/// <summary>A system of its own that visitors may read, with traces that strain a page, and the marks of people who worked with them.</summary>
public sealed class PageWorld(TestApp app, TestBrowser browser) : IAsyncLifetime
{
    private readonly Dictionary<Looker, string> _sessions = [];
    private OwnApi? _api;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The trace that strains a page most.</summary>
    public Guid Trace { get; private set; }

    public Guid Chinese { get; private set; }

    public Guid Arabic { get; private set; }

    public Guid WhoWrote { get; private set; }

    public string WaitingJob { get; private set; } = "";

    public string FailedJob { get; private set; } = "";

    /// <summary>A window of somebody's, signed in unless they are a visitor.</summary>
    internal Task<IBrowserContext> OpenAsync(Looker looker) => browser.OpenAsync(Address, options =>
    {
        options.StorageState = _sessions.GetValueOrDefault(looker);
        options.ReducedMotion = ReducedMotion.Reduce;
    });

    public async ValueTask InitializeAsync()
    {
        _api = await OwnApi.StartAsync(
            app, ("Pages__Public", "true"), ("Trust__EstablishedAfter", "00:00:00"), ("RateLimit__ReadsPerMinute", "1000000"), ("RateLimit__WritesPerMinute", "1000000"),
            ("RateLimit__AnonymousPerMinute", "1000000"), ("Auth__RegistrationsPerHour", "1000"));
        using var operate = await _api.CreateClientAsync();
        Address = operate.BaseAddress!;
        var author = await RegisterAsync("Margarete-Wilhelmine von Hohenzollern-Sigmaringen, who writes the long ones");
        WhoWrote = author.Id;
        foreach (var text in PageWorldTexts.Plain)
        {
            await ContributeAsync(author, text);
        }

        Trace = await ContributeAsync(author, PageWorldTexts.Long);
        Chinese = await ContributeAsync(author, PageWorldTexts.Chinese);
        Arabic = await ContributeAsync(author, PageWorldTexts.Arabic);
        await _api.Stage.PassAsync(batch: 100);
        var judge = await RegisterAsync("Ada");
        await JudgeAsync(judge, author);
        await OperateAsync(operate);
        await SignInAsync(operate, author, judge);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    private static async Task<Guid> ContributeAsync(Person author, object text) =>
        (await SendAsync(author.Client, HttpMethod.Post, "/api/v1/traces", text)).GetProperty("id").GetGuid();

    private async Task JudgeAsync(Person judge, Person author)
    {
        var trace = $"/api/v1/traces/{Trace}";
        await SendAsync(author.Client, HttpMethod.Patch, trace, PageWorldTexts.Edit);
        // What came of a trace counts when it was opened.
        Assert.True((await judge.Client.GetAsync(trace, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await SendAsync(judge.Client, HttpMethod.Post, $"{trace}/votes", new { vote_type = "down", feedback_tag = "outdated", feedback_text = PageWorldTexts.LongReason });
        await SendAsync(judge.Client, HttpMethod.Post, $"{trace}/outcomes", new { solved = false, note = PageWorldTexts.LongReason });
        await SendAsync(judge.Client, HttpMethod.Post, $"{trace}/amendments", PageWorldTexts.Amendment);
        await SendAsync(judge.Client, HttpMethod.Post, $"{trace}/flag", new { reason = PageWorldTexts.LongReason, category = "incorrect" });
    }

    // A job that failed, one that waits, a pause that holds it, and a search that found nothing.
    private async Task OperateAsync(HttpClient operate)
    {
        var stage = _api!.Stage;
        var failing = await stage.AddTraceAsync("fails for good", priority: 10);
        await stage.FailAsync(Assert.Single(await stage.ClaimAsync(1)), isPermanent: true);
        FailedJob = (await stage.JobAsync(failing)).GetProperty("id").GetString()!;
        WaitingJob = (await stage.JobAsync(await stage.AddTraceAsync("waits"))).GetProperty("id").GetString()!;
        await SendAsync(operate, HttpMethod.Post, "/api/v1/admin/queue/pause", new { reason = PageWorldTexts.LongReason });
        await SendAsync(operate, HttpMethod.Post, "/api/v1/traces/search", new { q = PageWorldTexts.LongReason, tags = new[] { "never" } });
        await stage.UseAsync<IndexWords, int>(words => words.RunOnceAsync(TestContext.Current.CancellationToken));
    }

    private async Task SignInAsync(HttpClient operate, Person author, Person judge)
    {
        var me = (await operate.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("user_id").GetGuid();
        var keys = new (Looker Looker, string Key)[]
        {
            (Looker.Reader, await MintAsync(operate, me, Scopes.Read)),
            (Looker.Author, author.Key),
            (Looker.Contributor, judge.Key),
            (Looker.Moderator, await MintAsync(operate, me, Scopes.Read, Scopes.Moderate)),
            (Looker.Operator, TestApp.OperatorKey),
        };
        foreach (var (looker, key) in keys)
        {
            await using var window = await browser.OpenAsync(Address);
            await (await window.NewPageAsync()).SignInAsync(key);
            _sessions[looker] = await window.StorageStateAsync();
        }
    }

    private static async Task<string> MintAsync(HttpClient operate, Guid user, params string[] scopes) =>
        (await SendAsync(operate, HttpMethod.Post, $"/api/v1/admin/users/{user}/keys", new { name = "walk", scopes })).GetProperty("api_key").GetString()!;

    private async Task<Person> RegisterAsync(string name)
    {
        using var anonymous = await _api!.CreateClientAsync(key: null);
        var answer = await SendAsync(anonymous, HttpMethod.Post, "/api/v1/keys", new { display_name = name });
        var key = answer.GetProperty("api_key").GetString()!;
        return new(answer.GetProperty("user_id").GetGuid(), key, await _api.CreateClientAsync(key));
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {answer}");
        return JsonElement.Parse(answer);
    }

    private sealed record Person(Guid Id, string Key, HttpClient Client);
}

/// <summary>Who looks at a page.</summary>
internal enum Looker
{
    Visitor,
    Reader,

    /// <summary>Who wrote the traces.</summary>
    Author,

    /// <summary>Who judged one of them.</summary>
    Contributor,
    Moderator,
    Operator,
}
