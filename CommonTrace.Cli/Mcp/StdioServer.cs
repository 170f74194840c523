using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CommonTrace.Cli.Mcp;

/// <summary>An MCP server over a stream that knows nothing itself: the handshake is its own, the rest the relay's.</summary>
internal static class StdioServer
{
    // For what is still under way when the client closes the stream: it will not wait for much longer.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the client closes the stream, or on cancellation.</summary>
    public static async Task RunAsync(ITransport transport, Relay relay, Definitions definitions, CancellationToken cancellationToken)
    {
        await using var server = McpServer.Create(transport, Options(relay, definitions));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = server.RunAsync(ending.Token);
        await Task.WhenAny(running, transport.MessageReader.Completion);
        ending.CancelAfter(Grace);
        await running;
    }

    private static McpServerOptions Options(Relay relay, Definitions definitions)
    {
        var known = definitions.Find(Definitions.Initialize).Deserialize<InitializeResult>(McpJsonUtilities.DefaultOptions)!;
        var options = new McpServerOptions { ServerInfo = known.ServerInfo, ServerInstructions = known.Instructions, Capabilities = known.Capabilities };
        options.Filters.Message.IncomingFilters.Add(next => (context, cancellationToken) => HandleAsync(context, relay, next, cancellationToken));
        return options;
    }

    private static async Task HandleAsync(MessageContext context, Relay relay, McpMessageHandler next, CancellationToken cancellationToken)
    {
        if (context.JsonRpcMessage is JsonRpcRequest request && Relay.Carries(request.Method))
        {
            var answer = await relay.AnswerAsync(request, context.Server.NegotiatedProtocolVersion, cancellationToken);
            await context.Server.SendMessageAsync(answer, cancellationToken);
        }
        else
        {
            await next(context, cancellationToken);
        }
    }
}
