using System.Net;
using CommonTrace.Tests.Api;

namespace CommonTrace.Tests.Pages;

/// <summary>The pages as in Production behind a proxy, where visitors may read and nobody may register.</summary>
public sealed class GuardedPagesTests(GuardedApi guarded) : IClassFixture<GuardedApi>
{
    private static readonly (string, string)[] ThroughTls = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"), ("Host", "traces.example.org")];

    [Fact]
    public async Task Where_visitors_may_read_whoever_lost_their_session_is_told_once()
    {
        var (key, id) = await guarded.CreateKeyAsync();
        using var client = await guarded.CreateClientAsync(key);
        using var pages = await guarded.SignInAsync(key);
        (await client.CallAsync(HttpMethod.Delete, $"/api/v1/me/keys/{id}", null)).Is(HttpStatusCode.NoContent);

        var told = await pages.GetAsync("/?q=x");
        var visitor = await pages.GetAsync("/?q=x");

        Assert.Equal("/sign-in?ended=true&return=%2F%3Fq%3Dx", told.Is(HttpStatusCode.Found).Location);
        visitor.Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Where_registration_is_closed_it_says_so_and_is_offered_nowhere()
    {
        using var pages = await guarded.OpenAsync();

        using var closed = await pages.GetAsync("/sign-up");
        using var signIn = await pages.GetAsync("/sign-in");

        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        Assert.Contains("ask its operator for a key", await closed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("/sign-up", await signIn.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_TLS_the_cookies_are_secure_and_the_browser_stays_with_https()
    {
        using var pages = await guarded.OpenAsync();
        var (key, _) = await guarded.CreateKeyAsync();

        var secure = await pages.SignInAsync(key, ThroughTls);
        var plain = await pages.SignInAsync(key);
        using var page = await pages.GetAsync("/sign-in", ThroughTls);
        using var missing = await pages.GetAsync("/api/v1/nowhere", ThroughTls);
        using var overPlain = await pages.GetAsync("/sign-in");

        Assert.All(["; secure", "; samesite=lax", "; httponly", "; expires="], part => Assert.Contains(part, secure, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("; secure", plain, StringComparison.OrdinalIgnoreCase);
        Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("; secure; samesite=strict; httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(("max-age=31536000", "max-age=31536000"), (PageHeadersTests.Header(page, "Strict-Transport-Security"), PageHeadersTests.Header(missing, "Strict-Transport-Security")));
        Assert.Null(PageHeadersTests.Header(overPlain, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task Too_many_calls_are_told_when_to_come_again()
    {
        using var pages = await guarded.OpenAsync();
        var (cookie, token) = await pages.OpenFormAsync();
        var form = RawPages.Form((RawPages.TokenField, token));

        using var first = await pages.SendAsync(HttpMethod.Post, "/sign-up", form, ("Cookie", cookie), ("X-Forwarded-For", "203.0.113.99"));
        using var second = await pages.SendAsync(HttpMethod.Post, "/sign-up", RawPages.Form((RawPages.TokenField, token)), ("Cookie", cookie), ("X-Forwarded-For", "203.0.113.99"));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 61);
        Assert.Contains("<h1>Too many at once</h1>", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
