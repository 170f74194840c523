using System.Net;
using System.Net.ServerSentEvents;

namespace CommonTrace.Tests.Pages;

/// <summary>A browser that listens to a page's events.</summary>
internal sealed class LiveListener : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LiveListener(HttpClient client, HttpResponseMessage answer, Stream stream)
    {
        (_client, _answer) = (client, answer);
        _events = SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>Signs in and listens.</summary>
    public static async Task<LiveListener> OpenAsync(Uri address, string key, string path)
    {
        var token = TestContext.Current.CancellationToken;
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var form = new PageAnswer(HttpStatusCode.OK, new HttpResponseMessage().Headers, await client.GetStringAsync("/sign-in", token));
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["key"] = key,
            ["__RequestVerificationToken"] = form.ValueOf("__RequestVerificationToken")!,
        });
        using var signedIn = await client.PostAsync("/sign-in", content, token);
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new LiveListener(client, answer, await answer.Content.ReadAsStreamAsync(token));
    }

    /// <summary>The next event of this name that says this, whatever comes before it.</summary>
    public async Task<string> HearAsync(string name, string text = "")
    {
        while (await _events.MoveNextAsync().AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken))
        {
            if (_events.Current.EventType == name && _events.Current.Data.Contains(text, StringComparison.Ordinal))
            {
                return _events.Current.Data;
            }
        }

        throw new InvalidOperationException($"The stream ended before it told of {name}.");
    }

    /// <summary>All that comes until the stream ends, by the names of the events.</summary>
    public async Task<List<string>> EndAsync()
    {
        var names = new List<string>();
        while (await _events.MoveNextAsync().AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken))
        {
            names.Add(_events.Current.EventType);
        }

        return names;
    }

    public async ValueTask DisposeAsync()
    {
        _answer.Dispose();
        _client.Dispose();
        try
        {
            await _events.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // A read is still under way: the answer that it reads is gone.
        }
    }
}
