using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ModelContextProtocol.AspNetCore;

/// <summary>Answers a POST: checks it by the rules of HTTP, and lets a server of its own, which lives as long as the request, speak the protocol.</summary>
internal sealed class StreamableHttpEndpoint(IOptionsFactory<McpServerOptions> options, ILoggerFactory loggers)
{
    public async Task PostAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        var (messages, refusal) = await PostedMessages.ReadAsync(context);
        if (refusal is not null)
        {
            await refusal.WriteAsync(context);
            return;
        }

        if (!messages.Any(message => message is JsonRpcRequest))
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else
        {
            StartEvents(context);
        }

        foreach (var message in messages)
        {
            await AnswerAsync(context, message);
        }
    }

    private static void StartEvents(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache,no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    private async Task AnswerAsync(HttpContext context, JsonRpcMessage message)
    {
        var serverOptions = options.Create(Options.DefaultName);
        // Tools work in the request's own scope: it knows who calls, and for which tenant.
        serverOptions.ScopeRequests = false;
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, serverOptions, loggers, context.RequestServices);
        var running = server.RunAsync(context.RequestAborted);
        try
        {
            await transport.HandlePostRequestAsync(message, context.Response.Body, StatusFor(context, message), context.RequestAborted);
        }
        finally
        {
            // Ends the server's loop once it has handled what it read, so that no tool outlives the request's services.
            await transport.DisposeAsync();
            await running;
        }
    }

    /// <summary>From 2026-07-28 on some errors have a status of their own, which can be told until the first byte is written.</summary>
    private static Func<JsonRpcMessage?, ValueTask>? StatusFor(HttpContext context, JsonRpcMessage message) =>
        !ProtocolVersions.AreStateless(message.Context?.ProtocolVersion) ? null : first =>
        {
            if (first is JsonRpcError { Error.Code: var code } && !context.Response.HasStarted)
            {
                context.Response.StatusCode = (McpErrorCode)code switch
                {
                    McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                    McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                    _ => StatusCodes.Status200OK,
                };
            }

            return ValueTask.CompletedTask;
        };
}
