using System.Net;
using CommonTrace.Tests.Support;

namespace CommonTrace.Tests.Pages;

/// <summary>A browser without a window: it keeps its cookies, asks for pages, and posts forms with the token against forgery. A redirect is an answer.</summary>
internal sealed class PageClient : IDisposable
{
    private const string TokenField = "__RequestVerificationToken";

    private readonly HttpClient _client;

    private PageClient(Uri address)
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    /// <summary>One who is not signed in.</summary>
    public static PageClient Visit(Uri address) => new(address);

    /// <summary>One who is signed in with this key.</summary>
    public static Task<PageClient> SignInAsync(TestApp app, string key) => SignInAsync(app.ApiAddress, key);

    public static async Task<PageClient> SignInAsync(Uri address, string key)
    {
        var client = new PageClient(address);
        (await client.PostAsync("/sign-in", ("key", key))).Is(HttpStatusCode.Found);
        return client;
    }

    public Task<PageAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Asks for one part of a page, as its script does.</summary>
    public Task<PageAnswer> GetPartAsync(string path, string part) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Part", part } } });

    /// <summary>Posts a form's fields.</summary>
    public async Task<PageAnswer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        // A page that everybody may see, and that has a form.
        var token = (await GetAsync("/sign-in")).ValueOf(TokenField);
        var form = fields.Append((TokenField, token!)).Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });
    }

    public void Dispose() => _client.Dispose();

    private async Task<PageAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return new PageAnswer(answer.StatusCode, answer.Headers, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
