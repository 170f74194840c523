using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Tests.Cli;

/// <summary>A server that speaks as much as moving data needs, remembers what it was asked, and misbehaves as told.</summary>
internal sealed class MovingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _pauses = new();

    private MovingServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What was asked, in order: <c>quiesce</c>, <c>pause</c>, <c>resume</c>, or <c>import</c> with the number of lines.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The pauses that hold.</summary>
    public ICollection<string> Pauses => _pauses.Keys;

    /// <summary>Comes before the answer to an import, which is the how-manieth, from 1; answers true when it answered itself.</summary>
    public Func<HttpContext, int, Task<bool>> OnImport { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Writes the export.</summary>
    public Func<HttpContext, Task> OnExport { get; set; } = context => context.Response.WriteAsync("");

    private int _imports;

    public static async Task<MovingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new MovingServer(app);
        var api = app.MapGroup("/api/v1");
        api.MapGet("/keys/verify", () => new { scopes = new[] { "operate" }, tenant_id = Guid.Empty });
        api.MapGet("/admin/queue/status", () => new
        {
            queue = new { due = 0, processing = 0 },
            pauses = server._pauses.Select(pause => new { id = pause.Key, reason = pause.Value }),
        });
        api.MapPost("/admin/queue/quiesce", (Pause pause) => server.Hold("quiesce", pause));
        api.MapPost("/admin/queue/pause", (Pause pause) => server.Hold("pause", pause));
        api.MapPost("/admin/queue/resume", (Resume resume) => server.End(resume));
        api.MapPost("/admin/import", server.ImportAsync);
        api.MapGet("/admin/export", (HttpContext context) => server.OnExport(context));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private object Hold(string how, Pause pause)
    {
        Asked.Enqueue(how);
        var id = Guid.CreateVersion7().ToString();
        _pauses[id] = pause.reason;
        return new { status = "drained", pause_id = id };
    }

    private object End(Resume resume)
    {
        Asked.Enqueue("resume");
        _pauses.TryRemove(resume.pause_id, out _);
        return new { paused = false };
    }

    private async Task ImportAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _imports);
        var lines = (await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Asked.Enqueue($"import {lines.Length}");
        if (!await OnImport(context, number))
        {
            string[] none = [];
            await context.Response.WriteAsJsonAsync(new { imported = lines.Length, unchanged = 0, rejected_count = 0, rejected = none, dropped_tags = none });
        }
    }

    private sealed record Pause(string reason);

    private sealed record Resume(string pause_id);
}
