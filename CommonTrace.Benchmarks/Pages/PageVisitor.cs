using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Pages;

/// <summary>The operator at a browser without a window, signed in by cookie.</summary>
internal sealed partial class PageVisitor : IDisposable
{
    private readonly HttpClient _client;

    private PageVisitor(Uri address) => _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { { "Accept", "text/html" } },
    };

    public static async Task<PageVisitor> SignInAsync(ServiceProcess api)
    {
        using var client = await api.CreateClientAsync();
        var visitor = new PageVisitor(client.BaseAddress!);
        var token = Token().Match(await visitor._client.GetStringAsync("/sign-in")).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("key", TestApp.OperatorKey), new("__RequestVerificationToken", token)]);
        using var answer = await visitor._client.PostAsync("/sign-in", form);
        return answer.StatusCode == HttpStatusCode.Found ? visitor : throw new InvalidOperationException($"Not signed in: {answer.StatusCode}.");
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="InvalidOperationException">It is answered with an error.</exception>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK ? html : throw new InvalidOperationException($"{path} answers {(int)answer.StatusCode}: {html}");
    }

    /// <summary>How many bytes the style sheets, scripts and images take that a page loads, unpacked.</summary>
    public async Task<int> WeighAssetsAsync(string html)
    {
        var seen = new HashSet<string>();
        var bytes = 0;
        var left = new Queue<string>(Asset().Matches(html).Select(match => match.Groups[1].Value));
        while (left.TryDequeue(out var path))
        {
            if (seen.Add(path))
            {
                var asset = await _client.GetByteArrayAsync(path);
                bytes += asset.Length;
                foreach (Match import in Import().Matches(Encoding.UTF8.GetString(asset)))
                {
                    left.Enqueue(new Uri(new Uri(_client.BaseAddress!, path), import.Groups[1].Value).AbsolutePath);
                }
            }
        }

        return bytes;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<(?:link rel=\"(?:stylesheet|icon)\"|script|img)[^>]*(?:href|src)=\"(/[^\"]+)\"")]
    private static partial Regex Asset();

    [GeneratedRegex("""^import\b[^'"]*['"](\.[^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex Import();
}
