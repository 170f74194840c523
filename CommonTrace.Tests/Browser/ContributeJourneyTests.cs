using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommonTrace.Tests.Browser;

/// <summary>Writing a trace, from the first word to the page that shows it.</summary>
public sealed class ContributeJourneyTests(TestApp app, TestBrowser browser)
{
    [Fact]
    public async Task A_secret_is_found_while_typing_and_refused_and_without_it_the_trace_is_stored()
    {
        var tenant = await app.CreateTenantAsync();
        await using var window = await browser.OpenAsync(app.ApiAddress);
        var page = await window.NewPageAsync();
        await page.SignInAsync(await tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
        await page.GotoAsync("/contribute?title=The%20pool%20is%20empty%20%F0%9F%9A%80");
        var (context, solution) = (page.GetByLabel("Context"), page.GetByLabel("Solution"));
        var secret = ApiKeyFormat.Generate();

        await context.FillAsync("Every request *opened* a connection.");
        await solution.FillAsync($"Set this:\nexport KEY={secret}");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("One field needs a change.");
        await Expect(solution).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("[data-count=title]")).ToHaveTextAsync("19 of 200");
        await page.GetByRole(AriaRole.Link, new() { Name = "Solution, line 2, column 12" }).ClickAsync();
        var place = await solution.EvaluateAsync<int>("area => area.selectionStart");

        await page.GetByRole(AriaRole.Button, new() { Name = "Contribute" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was stored.");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeFocusedAsync();
        await Expect(context).ToHaveValueAsync("Every request *opened* a connection.");
        var stored = await app.SqlAsync("select count(*) from traces where tenant_id = $1", tenant.Id);

        await solution.FillAsync("Share one pool.");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("It can be stored.");
        await Expect(page.Locator("#preview em")).ToHaveTextAsync("opened");
        await Expect(solution).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Contribute" }).ClickAsync();
        await page.WaitForURLAsync("**/traces/*?done=contributed");

        Assert.Equal((21, 0L), (place, stored));
        Assert.Equal("Share one pool.", await app.SqlAsync("select solution_text from traces where tenant_id = $1", tenant.Id));
    }

    [Fact]
    public async Task Who_leaves_an_unsaved_text_is_asked_first()
    {
        var tenant = await app.CreateTenantAsync();
        await using var window = await browser.OpenAsync(app.ApiAddress);
        var page = await window.NewPageAsync();
        await page.SignInAsync(await tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
        await page.GotoAsync("/contribute");
        var asked = new TaskCompletionSource<string>();
        page.Dialog += async (_, dialog) =>
        {
            asked.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };

        await page.GetByLabel("Title").PressSequentiallyAsync("A pool");
        await page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();

        Assert.Equal("beforeunload", await asked.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("A pool");
    }
}
