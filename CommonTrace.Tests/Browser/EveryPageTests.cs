using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

/// <summary>What holds for all pages: on a small and a large screen, in both themes, by keyboard.</summary>
public sealed class EveryPageTests(PageWorld world) : IClassFixture<PageWorld>
{
    private const long MostBytes = 100 * 1024;
    private const double MostShift = 0.01;
    private const int MostStops = 60;

    private static readonly (int Width, int Height)[] Screens = [(360, 740), (1440, 900)];

    private static readonly ColorScheme[] Themes = [ColorScheme.Light, ColorScheme.Dark];

    [Fact]
    public void No_page_is_forgotten_here()
    {
        var known = KnownPages.All.Select(page => page.Address(world).Split('?')[0]).ToList();

        var forgotten = MappedPages.Routes().Except(KnownPages.Parts).Where(route => !known.Exists(Pattern(route).IsMatch));

        Assert.Empty(forgotten);
    }

    [Theory]
    [MemberData(nameof(KnownPages.Names), MemberType = typeof(KnownPages))]
    public async Task A_page_is_light_and_fits_and_can_be_read_by_all(string name)
    {
        var known = KnownPages.Named(name);
        await using var window = await world.OpenAsync(known.Looker);
        var watched = await WatchedPage.OpenAsync(window, world.Address, known.Status);
        var faults = new List<string>();
        foreach (var (width, height) in Screens)
        {
            await watched.Page.SetViewportSizeAsync(width, height);
            await watched.Page.GotoAsync(known.Address(world));
            faults.AddRange(await MeasureAsync(watched.Page));
            await watched.Page.EvaluateAsync(PageScripts.Axe);
            foreach (var theme in Themes)
            {
                await watched.Page.EmulateMediaAsync(new() { ColorScheme = theme });
                faults.AddRange((await LookAsync(watched.Page, theme)).Select(fault => $"{width} px, {theme}: {fault}"));
            }
        }

        faults.AddRange(watched.Faults);
        Assert.True(faults.Count == 0, $"{known.Address(world)}\n{string.Join('\n', faults)}");
    }

    [Theory]
    [MemberData(nameof(KnownPages.WorkedWith), MemberType = typeof(KnownPages))]
    public async Task The_Tab_key_reaches_everything_in_order_and_shows_where_it_is(string name)
    {
        var known = KnownPages.Named(name);
        await using var window = await world.OpenAsync(known.Looker);
        var page = await window.NewPageAsync();
        // What is live would be another element meanwhile.
        await page.RouteAsync("**/live*", route => route.AbortAsync());
        await page.GotoAsync(known.Address(world));
        var all = await page.EvaluateAsync<int>(PageScripts.MarkStops);
        var stops = Math.Min(MostStops, all);

        var seen = new List<string>();
        // What scrolls by itself is a stop too, and so is the end; a date is several.
        for (var press = 0; seen.Count < stops && press < 2 * stops; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focus = await page.EvaluateAsync<string>(PageScripts.Focus);
            if (!focus.StartsWith("-1 ", StringComparison.Ordinal) && (seen.Count == 0 || StopOf(seen[^1]) != StopOf(focus)))
            {
                seen.Add(focus);
            }
        }

        // It starts where the page put the focus.
        Assert.True(all > 0 && seen.Count == stops, $"{seen.Count} of {stops} reached\n{string.Join('\n', seen)}");
        var first = StopOf(seen[0]);
        Assert.Empty(seen.Where((focus, stop) => !focus.StartsWith($"{(first + stop) % all} seen ", StringComparison.Ordinal)));
    }

    // Of the page as it came: before anything was done to it.
    private static async Task<IEnumerable<string>> MeasureAsync(IPage page)
    {
        var weight = await page.EvaluateAsync<string>(PageScripts.Weight);
        var (headings, title) = (await page.Locator("h1").CountAsync(), await page.TitleAsync());
        var shift = await page.EvaluateAsync<double>(PageScripts.Shifted);
        return new (bool IsFault, string Words)[]
        {
            (long.Parse(weight.Split(',')[0]) is not (> 0 and < MostBytes), $"weighs {weight}"),
            (headings != 1, $"has {headings} headings of the first order"),
            (title.Length <= "· CommonTrace".Length, $"is called '{title}'"),
            (shift > MostShift, $"shifts by {shift:0.000} while it loads"),
        }.Where(one => one.IsFault).Select(one => one.Words);
    }

    // Of the second theme only what another theme can change.
    private static async Task<IEnumerable<string>> LookAsync(IPage page, ColorScheme theme) =>
    [
        .. (await page.EvaluateAsync<string[]>(PageScripts.Overflowing)).Select(element => $"overflows: {element}"),
        .. (await page.EvaluateAsync<string[]>(PageScripts.Findings, theme == Themes[0] ? null : "color-contrast")).Select(finding => $"axe: {finding}"),
    ];

    private static int StopOf(string focus) => int.Parse(focus.Split(' ')[0]);

    private static Regex Pattern(string route) => new($"^{Regex.Replace(route, @"\{[^}]+\}", "[^/]+")}$");
}
