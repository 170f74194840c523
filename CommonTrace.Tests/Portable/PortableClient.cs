using System.Net.Http.Json;
using System.Text.Json;

namespace CommonTrace.Tests.Portable;

/// <summary>What a contributor does with a portable host's API.</summary>
internal static class PortableClient
{
    public static async Task<Guid> ContributeAsync(PortableHost host)
    {
        using var client = Of(host);
        var word = Guid.CreateVersion7().ToString("n");
        var trace = new { title = $"Kept {word}", context_text = "A process was ended.", solution_text = "It was started again.", tags = new[] { "portable" } };
        using var answer = await client.PostAsJsonAsync("/api/v1/traces", trace, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
    }

    public static async Task<bool> HasAsync(PortableHost host, Guid trace)
    {
        using var client = Of(host);
        using var answer = await client.GetAsync(new Uri($"/api/v1/traces/{trace}", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode;
    }

    public static HttpClient Of(PortableHost host)
    {
        var client = new HttpClient { BaseAddress = host.Api };
        client.DefaultRequestHeaders.Add("X-API-Key", PortableHost.OperatorKey);
        return client;
    }
}
