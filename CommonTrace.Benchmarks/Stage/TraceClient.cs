using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CommonTrace.Tests.Support;

namespace CommonTrace.Benchmarks.Stage;

/// <summary>Contributes traces to an API process over so many connections.</summary>
internal sealed class TraceClient(Uri address, int connections) : IDisposable
{
    public static readonly string[] Tags = ["postgres", "aspire", "dotnet"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10) })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { { "X-API-Key", TestApp.OperatorKey } },
    };

    public static async Task<TraceClient> CreateAsync(ServiceProcess api, int connections)
    {
        using var client = await api.CreateClientAsync();
        return new TraceClient(client.BaseAddress!, connections);
    }

    /// <summary>The request's body, ready to be sent.</summary>
    public static byte[] Body(TraceText text) => JsonSerializer.SerializeToUtf8Bytes(
        new { title = text.Title, context_text = text.Context, solution_text = text.Solution, tags = Tags });

    /// <summary>Contributes a trace, and answers its id and how long that took.</summary>
    public async Task<(Guid Id, TimeSpan Taken)> ContributeAsync(byte[] body)
    {
        var started = Stopwatch.GetTimestamp();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await _http.PostAsync("/api/v1/traces", content);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadAsByteArrayAsync();
        var taken = Stopwatch.GetElapsedTime(started);
        return (JsonElement.Parse(answer).GetProperty("id").GetGuid(), taken);
    }

    public void Dispose() => _http.Dispose();
}
