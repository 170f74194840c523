using System.Text.RegularExpressions;
using CommonTrace.Core.Users;
using CommonTrace.Tests.Api;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommonTrace.Tests.Browser;

/// <summary>Searching, as a person does it.</summary>
public sealed partial class SearchJourneyTests(TestApp app, TestBrowser browser) : OwnTenant(app)
{
    [Fact]
    public async Task Typing_answers_and_the_back_button_leads_to_what_was_asked_before()
    {
        await StoreAsync();
        await using var window = await browser.OpenAsync(App.ApiAddress);
        var page = await OpenAsync(window);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("deadlock");
        await Expect(Titles(page)).ToHaveTextAsync(["A deadlock during vacuum"]);
        await Expect(page).ToHaveURLAsync(AskedForDeadlock());
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Search by").PressAsync("End");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("1 trace, found by words.");
        await Expect(page.GetByLabel("Search by")).ToBeFocusedAsync();
        await Field(page).FillAsync("timeout");
        await Expect(Titles(page)).ToHaveTextAsync(["A timeout behind the proxy"]);
        await page.GetByRole(AriaRole.Link, new() { Name = "proxy", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "proxy" })).ToBeCheckedAsync();
        await page.GoBackAsync();
        await page.GoBackAsync();

        await Expect(Titles(page)).ToHaveTextAsync(["A deadlock during vacuum"]);
        await Expect(Field(page)).ToHaveValueAsync("deadlock");
        await Expect(page.GetByLabel("Search by")).ToHaveValueAsync("keyword");
        Assert.Equal(0L, await App.SqlAsync("select count(*) from search_misses where tenant_id = $1", Tenant.Id));
    }

    [Fact]
    public async Task Late_answers_and_refusals_for_haste_leave_the_results_that_are_there()
    {
        await StoreAsync();
        await using var window = await browser.OpenAsync(App.ApiAddress);
        var page = await OpenAsync(window);
        var late = new TaskCompletionSource<IRoute>();
        var isRefused = false;
        await page.RouteAsync("**/?q=vacuum", route => late.TrySetResult(route));
        await page.RouteAsync("**/?q=deadlock", route =>
        {
            (var isFirst, isRefused) = (!isRefused, true);
            return isFirst ? RefuseAsync(route) : route.ContinueAsync();
        });

        await Field(page).FillAsync("vacuum");
        var held = await late.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        await Field(page).FillAsync("timeout");
        await Expect(Titles(page)).ToHaveTextAsync(["A timeout behind the proxy"]);
        await held.FulfillAsync(new() { Body = "<div id=\"results\">late</div>", ContentType = "text/html" });
        await Field(page).FillAsync("deadlock");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Those were many searches in a short time.");
        await Expect(Titles(page)).ToHaveTextAsync(["A timeout behind the proxy"]);

        await Expect(Titles(page)).ToHaveTextAsync(["A deadlock during vacuum"]);
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 trace, found by");
    }

    [Fact]
    public async Task All_of_it_works_without_script()
    {
        await StoreAsync();
        await using var window = await browser.OpenAsync(App.ApiAddress, options => options.JavaScriptEnabled = false);
        var page = await OpenAsync(window);

        await Field(page).FillAsync("deadlock");
        await Field(page).PressAsync("Enter");
        await Expect(Titles(page)).ToHaveTextAsync(["A deadlock during vacuum"]);
        await page.GetByText("Why it ranks here").ClickAsync();
        await Expect(page.GetByText("Freshness")).ToBeVisibleAsync();
        await page.GetByLabel("Add a tag").FillAsync("proxy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Search without tags" }).ClickAsync();

        await Expect(Titles(page)).ToHaveTextAsync(["A deadlock during vacuum"]);
    }

    private async Task StoreAsync()
    {
        await Client.ContributeAsync("A deadlock during vacuum", tags: "postgres");
        await Client.ContributeAsync("A timeout behind the proxy", tags: "proxy");
    }

    private async Task<IPage> OpenAsync(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        await page.SignInAsync(await Tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute));
        return page;
    }

    private static Task RefuseAsync(IRoute route) => route.FulfillAsync(new()
    {
        Status = 429,
        ContentType = "text/html",
        Headers = [KeyValuePair.Create("Retry-After", "2")],
        Body = "<p data-error=\"rate_limit.exceeded\">Too many.</p>",
    });

    private static ILocator Titles(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 3 });

    private static ILocator Field(IPage page) => page.GetByRole(AriaRole.Searchbox, new() { Name = "What to search for" });

    [GeneratedRegex(@"/\?q=deadlock$")]
    private static partial Regex AskedForDeadlock();
}
