using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

/// <summary>A tab that notes what a page does wrong while it is looked at.</summary>
internal sealed class WatchedPage
{
    private readonly ConcurrentQueue<string> _faults = new();

    private WatchedPage(IPage page, Uri home, int status)
    {
        Page = page;
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Console += (_, message) => Note(message.Type == "error" && !(status >= 400 && message.Location.StartsWith(page.Url, StringComparison.Ordinal)), $"console: {message.Text}");
        page.Request += (_, request) => Note(!home.IsBaseOf(new Uri(request.Url)), $"asks elsewhere: {request.Url}");
        // Events that were listened to are cut off when the page is left.
        page.RequestFailed += (_, request) => Note(request.ResourceType != "eventsource", $"failed: {request.Url} {request.Failure}");
        // What the browser kept from the page before, and asked about, is not sent again: 304.
        page.Response += (_, answer) => Note(answer.Request.IsNavigationRequest ? answer.Status != status : answer.Status is not (200 or 304), $"answers {answer.Status}: {answer.Url}");
    }

    public IPage Page { get; }

    public IEnumerable<string> Faults => _faults;

    /// <summary>Opens a tab in a window.</summary>
    /// <param name="home">Where all that a page asks for must come from.</param>
    /// <param name="status">With which status the page itself is to be answered.</param>
    public static async Task<WatchedPage> OpenAsync(IBrowserContext window, Uri home, int status = 200)
    {
        var page = await window.NewPageAsync();
        await page.AddInitScriptAsync(PageScripts.WatchShifts);
        return new WatchedPage(page, home, status);
    }

    private void Note(bool isFault, string words)
    {
        if (isFault)
        {
            _faults.Enqueue(words);
        }
    }
}
