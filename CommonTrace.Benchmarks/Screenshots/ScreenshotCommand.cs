using System.Globalization;
using CommonTrace.Core.Evaluation;
using CommonTrace.Tests.Architecture;
using CommonTrace.Tests.Browser;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;

namespace CommonTrace.Benchmarks.Screenshots;

/// <summary>Takes the pictures of docs/images from a new system that people worked with for some minutes (10, or as many as are named).</summary>
internal static class ScreenshotCommand
{
    private const int Minutes = 10;
    private const int MostKilobytes = 200;

    private static readonly (string File, string Address, string Shown, bool AsOperator, ColorScheme Theme)[] Pictures =
    [
        ("search", "/?q=deadlock+detected+in+postgresql+batch", "main .card", false, ColorScheme.Light),
        ("search-dark", "/?q=deadlock+detected+in+postgresql+batch", "main .card", false, ColorScheme.Dark),
        ("trace", $"/traces/{Scene.Trace}", ".hljs-keyword", false, ColorScheme.Light),
        ("queue", "/operate", "[data-live-word].good", true, ColorScheme.Light),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var minutes = arguments is [] ? Minutes : arguments is [var given] && int.TryParse(given, CultureInfo.InvariantCulture, out var named) && named is >= 1 and <= 600 ? named : 0;
        if (minutes == 0)
        {
            Console.Error.WriteLine("screenshots [minutes from 1 to 600]: how long the system is worked with before.");
            return 2;
        }

        // Its people are new, and their word counts at once.
        await using var app = new TestApp { Settings = ["Logging:LogLevel:Default=Warning", "Trust:EstablishedAfter=00:00:00"] };
        await app.InitializeAsync();
        await using var browser = new TestBrowser();
        var scene = new Scene(app);
        await scene.PlayAsync(TimeSpan.FromMinutes(minutes), EvaluationSet.Read(Path.Combine(Repository.Root.FullName, "fixtures", "evaluation")));
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root.FullName, "docs", "images"));
        var isHeavy = false;
        foreach (var (file, address, shown, asOperator, theme) in Pictures)
        {
            var path = Path.Combine(folder.FullName, $"{file}.png");
            await TakeAsync(browser, app.ApiAddress, asOperator ? TestApp.OperatorKey : scene.Key, address, shown, theme, path);
            var kilobytes = new FileInfo(path).Length / 1024;
            isHeavy |= kilobytes > MostKilobytes;
            Console.WriteLine($"  {path}: {kilobytes} KB{(kilobytes > MostKilobytes ? $", more than {MostKilobytes}" : "")}");
        }

        return isHeavy ? 1 : 0;
    }

    private static async Task TakeAsync(TestBrowser browser, Uri home, string key, string address, string shown, ColorScheme theme, string path)
    {
        await using var window = await browser.OpenAsync(home, options =>
        {
            options.ColorScheme = theme;
            options.ViewportSize = new ViewportSize { Width = 1440, Height = 800 };
            options.ReducedMotion = ReducedMotion.Reduce;
            options.BypassCSP = true;
        });
        var page = await window.NewPageAsync();
        await page.SignInAsync(key);
        var answer = await page.GotoAsync(address);
        if (answer?.Ok != true)
        {
            throw new InvalidOperationException($"{address} answers {answer?.Status}.");
        }

        // What the page's script adds last.
        await page.Locator(shown).First.WaitForAsync();
        // A browser without a window has no scroll bar to leave room for.
        await page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled, Style = "html { scrollbar-gutter: auto }" });
    }
}
