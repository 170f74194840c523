using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

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
