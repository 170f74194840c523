using System.Net;
using System.Text.RegularExpressions;

namespace CommonTrace.Tests.Pages;

/// <summary>Pages as they go over the wire: with the headers that a test chooses, and no cookies but those it sends.</summary>
internal sealed partial class RawPages(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1024 * 1024;
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The cookie and the field by which a form is known as this browser's.</summary>
    public async Task<(string Cookie, string Token)> OpenFormAsync(string path = "/sign-in", params (string Name, string Value)[] headers)
    {
        using var page = await GetAsync(path, headers);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var made = page.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single(cookie => cookie.StartsWith("commontrace.form=", StringComparison.Ordinal)) : "";
        return (made.Split(';')[0], WebUtility.HtmlDecode(Token().Match(html).Groups["token"].Value));
    }

    /// <summary>Signs in, and answers the cookie's line.</summary>
    public async Task<string> SignInAsync(string key, params (string Name, string Value)[] headers)
    {
        var (cookie, token) = await OpenFormAsync("/sign-in", headers);
        using var answer = await SendAsync(HttpMethod.Post, "/sign-in", Form(("key", key), (TokenField, token)), [.. headers, ("Cookie", cookie)]);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith("commontrace=", StringComparison.Ordinal));
    }

    public void Dispose() => _client.Dispose();

    public const string TokenField = "__RequestVerificationToken";

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
