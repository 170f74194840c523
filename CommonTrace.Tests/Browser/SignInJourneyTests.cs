using CommonTrace.Core.Users;
using CommonTrace.Tests.Support;
using Microsoft.Playwright;

namespace CommonTrace.Tests.Browser;

/// <summary>Coming in and going out.</summary>
public sealed class SignInJourneyTests(TestApp app, TestBrowser browser)
{
    [Fact]
    public async Task A_key_signs_in_and_the_button_signs_out()
    {
        var tenant = await app.CreateTenantAsync();
        var key = await tenant.CreateKeyAsync(Scopes.Read, Scopes.Contribute);
        await using var window = await browser.OpenAsync(app.ApiAddress);
        var page = await window.NewPageAsync();

        await page.GotoAsync("/?q=here");
        var asked = page.Url;
        await page.SignInAsync(key);
        var cookie = Assert.Single(await window.CookiesAsync(), one => one.Name == "commontrace");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();

        Assert.EndsWith("/sign-in?return=%2F%3Fq%3Dhere", asked, StringComparison.Ordinal);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.DoesNotContain(key, cookie.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(await window.CookiesAsync(), one => one.Name == "commontrace");
    }
}
