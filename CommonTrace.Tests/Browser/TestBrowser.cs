using System.Diagnostics;
using CommonTrace.Tests.Architecture;
using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

/// <summary>A headless Chromium for all tests that need one, started by the first of them. Each test looks through a window of its own.</summary>
public sealed class TestBrowser : IAsyncDisposable
{
    // Once per user a private Chromium may have to be fetched: tools/chromium.sh.
    private static readonly TimeSpan FindLimit = TimeSpan.FromMinutes(6);

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
        window.SetDefaultTimeout(30_000);
        return window;
    }

    // One that is still starting ends when its input closes, with this process.
    public async ValueTask DisposeAsync()
    {
        if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (playwright, browser) = await _started.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var program = await FindAsync();
        var playwright = await Playwright.CreateAsync();
        try
        {
            return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program }));
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    private static async Task<string> FindAsync()
    {
        var script = Path.Combine(Repository.Root.FullName, "tools", "chromium.sh");
        using var finding = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(FindLimit);
        try
        {
            var words = finding.StandardError.ReadToEndAsync(limit.Token);
            var program = await finding.StandardOutput.ReadToEndAsync(limit.Token);
            await finding.WaitForExitAsync(limit.Token);
            return finding.ExitCode == 0 ? program.Trim() : throw new InvalidOperationException(await words);
        }
        catch (OperationCanceledException)
        {
            finding.Kill(entireProcessTree: true);
            throw new TimeoutException($"Fetching Chromium did not end within {FindLimit.TotalMinutes} minutes. Install it, or let COMMONTRACE_CHROMIUM name one.");
        }
    }
}
