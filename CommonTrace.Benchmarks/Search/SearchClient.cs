using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Search;

/// <summary>Searches through an API process over so many connections.</summary>
internal sealed class SearchClient(Uri address, int connections) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(30) })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { { "X-API-Key", TestApp.OperatorKey } },
    };

    public static async Task<SearchClient> CreateAsync(ServiceProcess api, int connections)
    {
        using var client = await api.CreateClientAsync();
        return new SearchClient(client.BaseAddress!, connections);
    }

    /// <summary>The request's body, ready to be sent.</summary>
    public static byte[] Body(string text, string mode, params string[] tags) =>
        JsonSerializer.SerializeToUtf8Bytes(new { q = text, mode, tags, limit = SearchStage.Wanted });

    /// <summary>The answer's body.</summary>
    public async Task<byte[]> SearchAsync(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await _http.PostAsync("/api/v1/traces/search", content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    public static int CountOf(byte[] answer) => JsonElement.Parse(answer).GetProperty("total").GetInt32();

    /// <summary>Searches over all connections for a while, each when the one before was answered; answers how many a second.</summary>
    public async Task<double> LoadAsync(IReadOnlyList<byte[]> bodies, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, connections).Select(async connection =>
        {
            var count = 0;
            for (; watch.Elapsed < duration; count++)
            {
                await SearchAsync(bodies[(connection + (count * connections)) % bodies.Count]);
            }

            return count;
        }));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    public void Dispose() => _http.Dispose();
}
