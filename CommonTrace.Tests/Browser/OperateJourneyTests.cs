using System.Net.Http.Json;
using System.Text.Json;
using CommonTrace.Tests.Pages;
using CommonTrace.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommonTrace.Tests.Browser;

/// <summary>An operator at work on a queue with a worker: what happens is seen without loading a page again.</summary>
public sealed class OperateJourneyTests(OperateSite site, TestBrowser browser) : IClassFixture<OperateSite>
{
    [Fact]
    public async Task A_trace_waits_while_the_queue_is_paused_and_is_embedded_when_it_goes_on()
    {
        await site.StartWorkerAsync();
        await using var window = await browser.OpenAsync(site.Address);
        var page = await OpenAsync(window, "/operate");

        await page.GetByLabel("Reason", new() { Exact = true }).First.FillAsync("looking closely");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause the queue" }).ClickAsync();
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await page.EvaluateAsync("window.isTheSamePage = true");
        await page.GetByLabel("Reason (optional)").FillAsync("half typed");
        await ContributeAsync("A trace that waits for the pause to end");
        await Expect(Figure(page, "Waiting")).ToHaveTextAsync("1");
        await Expect(page.GetByLabel("Reason (optional)")).ToHaveValueAsync("half typed");
        Assert.True(await page.EvaluateAsync<bool>("window.isTheSamePage === true"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The queue goes on")).ToBeVisibleAsync();
        await Expect(Figure(page, "Waiting")).ToHaveTextAsync("0");
        await Expect(Figure(page, "Completed")).Not.ToHaveTextAsync("0");
        await Expect(page.GetByText("Works", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_failed_job_is_retried_on_its_page_and_seen_to_end()
    {
        await site.StartWorkerAsync();
        site.Provider.Misbehave = async (context, texts) =>
        {
            if (!texts.Any(text => text.Contains("refused at first", StringComparison.Ordinal)))
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("""{"error":{"message":"This text is refused."}}""");
            return true;
        };
        await using var window = await browser.OpenAsync(site.Address);
        var page = await OpenAsync(window, $"/operate/jobs?trace_id={await ContributeAsync("A trace that is refused at first")}");
        await page.Locator("td a.mono").First.ClickAsync();
        await page.GetByText("It is out of attempts").WaitForAsync();
        await Expect(page.GetByText("This text is refused.").First).ToBeVisibleAsync();
        site.Provider.Misbehave = (_, _) => Task.FromResult(false);

        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(page.GetByText("with five more attempts")).ToBeVisibleAsync();
        await Expect(page.GetByText("The trace is found by meaning.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ended: nothing changes here any more")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_quiesce_is_followed_to_its_pause_and_a_lost_connection_is_said()
    {
        await site.StartWorkerAsync();
        var release = new TaskCompletionSource();
        site.Provider.Misbehave = async (_, _) =>
        {
            await release.Task;
            return false;
        };
        await using var window = await browser.OpenAsync(site.Address);
        var page = await OpenAsync(window, "/operate");
        await ContributeAsync("A trace that takes its time");
        await Expect(Figure(page, "In hand")).ToHaveTextAsync("1");

        var form = page.Locator("form[action='/operate/quiesce']");
        await form.GetByLabel("Reason").FillAsync("before the backup");
        await form.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByText("1 job left")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.isTheSamePage = true");
        release.SetResult();
        await Expect(page.Locator("[data-wait=quiesce]").GetByText("the queue was paused in that moment")).ToBeVisibleAsync();
        await Expect(page.Locator(".pause").GetByText("before the backup")).ToBeVisibleAsync();
        var isTheSame = await page.EvaluateAsync<bool>("window.isTheSamePage === true");

        await page.RouteAsync("**/operate/live*", route => route.AbortAsync());
        await page.ReloadAsync();
        await Expect(page.GetByText("Not live", new() { Exact = false })).ToBeVisibleAsync();
        await page.UnrouteAsync("**/operate/live*");
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The queue goes on")).ToBeVisibleAsync();

        Assert.True(isTheSame);
    }

    private static ILocator Figure(IPage page, string name) => page.Locator(".tile", new() { HasText = name }).Locator(".figure").First;

    private static async Task<IPage> OpenAsync(IBrowserContext window, string path)
    {
        SetDefaultExpectTimeout(20_000);
        var page = await window.NewPageAsync();
        await page.SignInAsync(TestApp.OperatorKey);
        await page.GotoAsync(path);
        return page;
    }

    private async Task<Guid> ContributeAsync(string title)
    {
        using var client = await site.CreateClientAsync();
        var trace = new { title, context_text = "It was seen in a browser.", solution_text = "It was looked at until it was done.", tags = (string[])["operate"] };
        var answer = await client.PostAsJsonAsync("/api/v1/traces", trace, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }
}
