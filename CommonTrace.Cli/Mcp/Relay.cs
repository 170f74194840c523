using System.Text.Json.Nodes;
using CommonTrace.Api.Mcp;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Cli.Mcp;

/// <summary>Carries what a client asks to the server and back; when the server is away, answers what an agent can act on.</summary>
internal sealed class Relay(McpEndpoint endpoint, Definitions definitions, TimeProvider time)
{
    // The first version whose results say that they are complete, and how long they hold.
    private const string FirstWithResultType = "2026-07-28";

    private static readonly TimeSpan ListLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> Carried =
    [
        .. Definitions.Lists, RequestMethods.ToolsCall, RequestMethods.ResourcesRead, RequestMethods.PromptsGet, RequestMethods.CompletionComplete,
    ];

    private readonly CallBreaker _breaker = new(time);

    /// <summary>True for what the server answers; the rest (the handshake, ping) is answered here.</summary>
    public static bool Carries(string method) => Carried.Contains(method);

    /// <param name="version">The protocol version that the client speaks.</param>
    public async Task<JsonRpcMessageWithId> AnswerAsync(JsonRpcRequest request, string? version, CancellationToken cancellationToken)
    {
        var isWrite = request.Method == RequestMethods.ToolsCall && !definitions.IsReadOnly((string?)request.Params?["name"] ?? "");
        var limit = isWrite ? WriteLimit : Definitions.Lists.Contains(request.Method) ? ListLimit : ReadLimit;
        var reply = await GuardAsync(() => endpoint.SendAsync(request, version, limit, isWrite, cancellationToken));
        if (reply.Failure is { } failure)
        {
            await Console.Error.WriteLineAsync($"commontrace mcp: {request.Method}: {failure.Code}: {failure.Detail}");
            return StandIn(request, failure, version);
        }

        definitions.Learn(request.Method, (reply.Answer as JsonRpcResponse)?.Result);
        return reply.Answer!;
    }

    private async Task<Reply> GuardAsync(Func<Task<Reply>> send)
    {
        if (!_breaker.TryEnter(out var round, out var wait))
        {
            return CallFailure.Busy(CallBreaker.Failures, wait);
        }

        var end = CallEnd.Abandoned;
        try
        {
            var reply = await send();
            end = reply.Failure is { IsServers: true } ? CallEnd.Failed : CallEnd.Answered;
            return reply;
        }
        finally
        {
            _breaker.Report(round, end);
        }
    }

    private JsonRpcMessageWithId StandIn(JsonRpcRequest request, CallFailure failure, string? version)
    {
        if (definitions.Find(request.Method) is { } known)
        {
            return Answer(request, known, version);
        }

        return request.Method == RequestMethods.ToolsCall
            ? Answer(request, FailedCall(failure), version)
            : new JsonRpcError { Id = request.Id, Error = new() { Code = (int)McpErrorCode.InternalError, Message = failure.ToString(), Data = failure.ToJson() } };
    }

    private static JsonObject FailedCall(CallFailure failure) => new()
    {
        ["isError"] = true,
        ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = failure.ToString() }),
        ["structuredContent"] = failure.ToJson(),
    };

    private static JsonRpcResponse Answer(JsonRpcRequest request, JsonObject result, string? version)
    {
        if (string.CompareOrdinal(version, FirstWithResultType) >= 0)
        {
            result["resultType"] = "complete";
            if (request.Method != RequestMethods.ToolsCall)
            {
                (result["ttlMs"], result["cacheScope"]) = (0, "private");
            }
        }

        return new JsonRpcResponse { Id = request.Id, Result = result };
    }
}
