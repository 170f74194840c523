using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace CommonTrace.Tests.Mcp;

/// <summary>A server of MCP with two small tools and a prompt, in the process of the tests: it shows how HTTP is spoken, and nothing of CommonTrace.</summary>
public sealed class McpHost : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address => new(_app!.Urls.Single());

    /// <summary>What became of the tool that waits.</summary>
    internal Patience Patience { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(Patience);
        builder.Services.AddScoped<Visitor>();
        builder.Services.AddMcpServer(options => options.ServerInfo = new() { Name = "small", Version = "1" }).WithHttpTransport().WithTools<HostTools>().WithPrompts([typeof(HostPrompts)]);
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<Visitor>().Name = context.Request.Headers["X-Visitor"].ToString();
            return next(context);
        });
        _app.MapMcp("/mcp");
        await _app.StartAsync();
    }

    public HttpClient CreateClient() => new() { BaseAddress = Address };

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Who calls; set before the tool is asked, as a tenant is.</summary>
internal sealed class Visitor : IDisposable
{
    public string Name { get; set; } = "";

    public bool IsGone { get; private set; }

    public void Dispose() => IsGone = true;
}

/// <summary>A tool that waits was called, and then cancelled.</summary>
internal sealed class Patience
{
    public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the services of its request were gone when it ended.</summary>
    public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

[McpServerToolType]
internal sealed class HostTools(Visitor visitor, IHttpContextAccessor accessor, Patience patience)
{
    [McpServerTool(Name = "who")]
    public async Task<string> WhoAsync()
    {
        await Task.Yield();
        return $"{visitor.Name} {accessor.HttpContext?.Request.Headers["X-Visitor"]}";
    }

    [McpServerTool(Name = "wait")]
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        patience.Began.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            // The request is over for its client; its services must still be there for what the tool has to put in order.
            await Task.Yield();
            patience.Ended.TrySetResult(visitor.IsGone);
        }
    }
}

[McpServerPromptType]
internal static class HostPrompts
{
    [McpServerPrompt(Name = "grüße")]
    public static string Greet() => "Grüße";
}
