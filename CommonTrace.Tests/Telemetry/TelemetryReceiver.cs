using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Tests.Telemetry;

/// <summary>An OTLP receiver over HTTP that keeps what it is sent, undecoded: ids and names stand in the bytes as they are.</summary>
internal sealed class TelemetryReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<byte[]> _spans = [];

    private TelemetryReceiver(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.Single();

    public static async Task<TelemetryReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new TelemetryReceiver(app);
        app.MapPost("/v1/traces", receiver.TakeAsync);
        app.MapFallback(() => Results.Ok());
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Whether a batch of this service holds a span of this trace with this name.</summary>
    public bool Holds(string service, string traceId, string span) =>
        _spans.Any(batch => Has(batch, Encoding.UTF8.GetBytes(service)) && HasSpan(batch, Convert.FromHexString(traceId), Encoding.UTF8.GetBytes(span)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool Has(ReadOnlySpan<byte> batch, ReadOnlySpan<byte> part) => batch.IndexOf(part) >= 0;

    // In a span's message the id comes first and the name soon after: ids of trace, span and parent, then the name.
    private static bool HasSpan(ReadOnlySpan<byte> batch, ReadOnlySpan<byte> traceId, ReadOnlySpan<byte> name)
    {
        for (var at = batch.IndexOf(traceId); at >= 0;)
        {
            var rest = batch[(at + traceId.Length)..];
            if (Has(rest[..Math.Min(rest.Length, 64 + name.Length)], name))
            {
                return true;
            }

            var next = rest.IndexOf(traceId);
            at = next < 0 ? -1 : at + traceId.Length + next;
        }

        return false;
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _spans.Add(body.ToArray());
    }
}
