using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommonTrace.Tests.Mcp;

/// <summary>What arrived at <c>/mcp</c>.</summary>
internal sealed record McpPost(IHeaderDictionary Headers, JsonNode Message)
{
    public string? Header(string name) => Headers[name];
}

/// <summary>An HTTP server at <c>/mcp</c> that answers as told, and keeps what it was asked.</summary>
internal sealed class ScriptedMcpServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedMcpServer(WebApplication app) => (_app, Address) = (app, new Uri(app.Urls.Single()));

    public Uri Address { get; }

    /// <summary>What it was asked, in the order of arrival.</summary>
    public ConcurrentQueue<McpPost> Posts { get; } = new();

    /// <summary>How it answers.</summary>
    public Func<HttpContext, JsonNode, Task> Answer { get; set; } = (context, message) => ResultAsync(context, message, []);

    /// <param name="address">Where an earlier one was, for one that comes back; otherwise a free port.</param>
    public static async Task<ScriptedMcpServer> StartAsync(Uri? address = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address?.ToString() ?? "http://127.0.0.1:0");
        var app = builder.Build();
        ScriptedMcpServer? server = null;
        app.MapPost("/mcp", (HttpContext context) => server!.AnswerAsync(context));
        await app.StartAsync();
        return server = new ScriptedMcpServer(app);
    }

    /// <summary>The answer of a server that is well.</summary>
    public static Task ResultAsync(HttpContext context, JsonNode message, JsonObject result) =>
        context.Response.WriteAsJsonAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = message["id"]!.DeepClone(), ["result"] = result });

    /// <summary>The answer of one that is not, or that refuses.</summary>
    public static Func<HttpContext, JsonNode, Task> Problem(int status, string code, string detail) => (context, _) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { code, detail }, options: null, contentType: "application/problem+json");
    };

    /// <summary>No answer, until the caller goes away.</summary>
    public static Func<HttpContext, JsonNode, Task> Hang(TaskCompletionSource? arrived = null, TaskCompletionSource? left = null) => async (context, _) =>
    {
        arrived?.TrySetResult();
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        left?.TrySetResult();
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var message = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        Posts.Enqueue(new McpPost(context.Request.Headers.Aggregate(new HeaderDictionary(), (all, header) => { all[header.Key] = header.Value; return all; }), message));
        await Answer(context, message);
    }
}
