using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Pages;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommonTrace.Tests.Browser;

/// <summary>From opening a trace to saying what came of it.</summary>
public sealed class JudgementJourneyTests(TestApp app, TestBrowser browser) : OwnTenant(app)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_opens_a_trace_votes_and_tells_the_outcome(bool withScript)
    {
        var answer = await Client.PostAnswerAsync(ApiCalls.Traces, Submission(("solution_text", "Share it:\n\n```csharp\nvar pool = 1; // one\n```")));
        var id = answer.Is(System.Net.HttpStatusCode.Accepted).Id;
        await using var window = await browser.OpenAsync(App.ApiAddress, options => options.JavaScriptEnabled = withScript);
        await window.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await window.NewPageAsync();
        await page.SignInAsync(await TraceVisitor.CreateKeyAsync(App, Tenant, TimeSpan.FromDays(7), Scopes.Read, Scopes.Contribute));

        await page.GotoAsync($"/traces/{id}");
        if (withScript)
        {
            await Expect(page.Locator(".hljs-comment")).ToHaveTextAsync("// one");
            await page.GetByRole(AriaRole.Button, new() { Name = "Copy solution" }).ClickAsync();
            await Expect(page.Locator("#copied")).ToHaveTextAsync("Copied");
            Assert.Equal("Share it:\n\n```csharp\nvar pool = 1; // one\n```", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        }
        else
        {
            await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Copy") })).ToHaveCountAsync(0);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Vote for it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Your vote is counted.");
        await page.GetByText("Vote against it").First.ClickAsync();
        await page.GetByLabel("What is wrong").SelectOptionAsync("outdated");
        await page.GetByRole(AriaRole.Button, new() { Name = "Vote against it" }).ClickAsync();
        await Expect(page.GetByText("You voted against it (outdated).")).ToBeVisibleAsync();
        await page.GetByLabel("What came of it, if you like").FillAsync("On Debian 13.");
        await page.GetByRole(AriaRole.Button, new() { Name = "It solved my problem" }).ClickAsync();
        await Expect(page.GetByText("You said that it solved your problem.")).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Complementary)).ToContainTextAsync("1 solved, 0 did not");
    }
}
