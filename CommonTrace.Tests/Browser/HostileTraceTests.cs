using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

/// <summary>A trace whose author wants its readers' browsers to do something.</summary>
public sealed class HostileTraceTests(TestApp app, TestBrowser browser) : OwnTenant(app)
{
    private const string Flag = "window.wasRun=1";

    private const string Hostile =
        $$$"""
        <script>{{{Flag}}}</script> <img src=x onerror={{{Flag}}}> <svg onload={{{Flag}}}><script>{{{Flag}}}</script></svg> <iframe srcdoc="<script>parent.{{{Flag}}}</script>"></iframe>
        ]]> </textarea></template></title></style> {{7*7}} ${7*7} <style>body{display:none}</style> <meta http-equiv=refresh content="0;url=http://elsewhere.invalid/">

        [click](javascript:{{{Flag}}}) [click](JaVa&#9;ScRiPt:{{{Flag}}}) [click](&#106;avascript:{{{Flag}}}) [click](data:text/html,<script>{{{Flag}}}</script>) [click][x]
        <javascript:{{{Flag}}}> ![huge](http://elsewhere.invalid/huge.png) ![data](data:image/svg+xml,<svg/onload={{{Flag}}}>) [a](http://elsewhere.invalid/"onmouseover={{{Flag}}})

        ```js"onload={{{Flag}}}
        </code></pre><script>{{{Flag}}}</script>
        ```

        ```html
        <img src=x onerror={{{Flag}}}>
        ```

        [x]: javascript:{{{Flag}}}
        """;

    [Fact]
    public async Task Nothing_of_a_hostile_trace_runs_loads_or_overflows()
    {
        var wide = new string('W', 190);
        var texts = $"{Hostile}\n\n{wide}{wide}{wide}\n\n|{string.Concat(Enumerable.Repeat("wide|", 60))}\n|{string.Concat(Enumerable.Repeat("-|", 60))}\n";
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("title", $"<script>{Flag}</script>{wide[..100]}"), ("context_text", texts), ("solution_text", texts), ("tags", new[] { "<img-src=x-onerror=1>" })));
        var id = answer.Is(System.Net.HttpStatusCode.Accepted).Id;
        await App.SqlAsync("update traces set title = title || $2, solution_text = solution_text || $2, watch_condition = $3 where id = $1", id, "\u202e gnp.exe \u2066", Hostile[..400]);
        await Client.PostAnswerAsync($"{ApiCalls.Traces}/{id}/amendments", new { improved_solution = $"{Hostile}\nand more", explanation = Hostile });
        await using var window = await browser.OpenAsync(App.ApiAddress, options => options.ViewportSize = new() { Width = 360, Height = 800 });
        var page = await window.NewPageAsync();
        var trouble = new List<string>();
        page.Dialog += (_, dialog) => trouble.Add($"dialog {dialog.Message}");
        page.Console += (_, message) => trouble.AddRange(message.Type == "error" ? [$"console {message.Text}"] : []);
        page.PageError += (_, error) => trouble.Add($"error {error}");
        page.Request += (_, request) => trouble.AddRange(new Uri(request.Url).Host == App.ApiAddress.Host ? [] : [$"request {request.Url}"]);

        await page.SignInAsync(await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
        foreach (var path in new[] { $"/traces/{id}", $"/traces/{id}/amend", $"/traces/{id}/versions", $"/traces/{id}/versions/1", $"/traces/{id}/delete" })
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });

            Assert.Null(await page.EvaluateAsync<int?>("window.wasRun ?? null"));
            Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 360);
            Assert.Equal(0, await page.Locator("main :is(script, img, svg[onload], iframe, style, meta, [onerror], [onload], [style], a[href^='javascript' i], a[href^='data' i])").CountAsync());
        }

        await page.GotoAsync($"/traces/{id}");
        foreach (var link in await page.GetByText("click").AllAsync())
        {
            await link.ClickAsync();
        }

        Assert.Contains($"<script>{Flag}</script>", await page.Locator(".prose").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("U+202E", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        Assert.EndsWith($"/traces/{id}", page.Url, StringComparison.Ordinal);
        Assert.Empty(trouble);
    }
}
