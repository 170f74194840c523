using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace ModelContextProtocol.AspNetCore;

/// <summary>An error that is known before the protocol is spoken: a status, and a JSON-RPC error for the body.</summary>
internal sealed record Refusal(McpErrorCode Code, string Sentence, int Status = StatusCodes.Status400BadRequest, object? Data = null)
{
    /// <summary>The request that is refused, as far as it could be read.</summary>
    public RequestId Id { get; init; }

    public Task WriteAsync(HttpContext context)
    {
        var error = new JsonRpcError { Id = Id, Error = new() { Code = (int)Code, Message = Sentence, Data = Data } };
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(error, McpJsonUtilities.DefaultOptions, context.RequestAborted);
    }
}
