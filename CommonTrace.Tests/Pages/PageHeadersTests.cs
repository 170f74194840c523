using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>What every answer tells a browser it may do.</summary>
public sealed class PageHeadersTests(TestApp app)
{
    [Theory]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/traces/00000000-0000-7000-8000-000000000009/edit", HttpStatusCode.Found)]
    public async Task A_page_and_an_error_run_nothing_but_our_own_and_stay_in_no_cache(string path, HttpStatusCode status)
    {
        using var pages = new RawPages(app.ApiAddress);

        using var answer = await pages.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Null(Header(answer, "Strict-Transport-Security"));
        Assert.Null(Header(answer, "Server"));
        if (status is not HttpStatusCode.Found)
        {
            var policy = Header(answer, "Content-Security-Policy")!;
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal(("DENY", "same-origin", "same-origin"), (Header(answer, "X-Frame-Options"), Header(answer, "Referrer-Policy"), Header(answer, "Cross-Origin-Opener-Policy")));
            Assert.Equal((true, true), (answer.Headers.CacheControl?.NoStore, answer.Headers.CacheControl?.Private));
            Assert.Contains("X-Part", answer.Headers.Vary);
        }
    }

    [Fact]
    public async Task A_file_with_its_fingerprint_may_be_kept_and_is_what_it_says()
    {
        using var pages = new RawPages(app.ApiAddress);
        using var page = await pages.GetAsync("/sign-in");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var files = html.Split('"').Where(part => part.StartsWith("/css/", StringComparison.Ordinal) || part.StartsWith("/js/", StringComparison.Ordinal)).Distinct().ToList();

        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            using var answer = await pages.GetAsync(file);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(("nosniff", "same-origin"), (Header(answer, "X-Content-Type-Options"), Header(answer, "Cross-Origin-Resource-Policy")));
        }
    }

    internal static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
