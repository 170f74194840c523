using CommonTrace.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(TestBrowser))]

namespace CommonTrace.Tests.Browser;

/// <summary>A headless Chromium for all tests that need one, started by the first of them. Each test looks through a window of its own.</summary>
public sealed class TestBrowser : IAsyncDisposable
{
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>A window with no cookies.</summary>
    /// <param name="address">Where the API is; what pages are asked for relative to.</param>
    /// <param name="configure">Size, theme, whether scripts run.</param>
    public async Task<IBrowserContext> OpenAsync(Uri address, Action<BrowserNewContextOptions>? configure = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = address.ToString() };
        configure?.Invoke(options);
        var (_, browser) = await _started.Value;
        var window = await browser.NewContextAsync(options);
        window.SetDefaultTimeout(15_000);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
        {
            return;
        }

        var (playwright, browser) = await _started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium" }));
    }
}

/// <summary>What most browser tests begin with.</summary>
internal static class BrowserSteps
{
    /// <summary>Signs in by the page's own form.</summary>
    public static async Task SignInAsync(this IPage page, string key)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).WaitForAsync();
    }
}
