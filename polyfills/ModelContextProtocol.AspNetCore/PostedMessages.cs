using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace ModelContextProtocol.AspNetCore;

/// <summary>Reads what was posted: one message, or in the version that has them a batch.</summary>
internal static class PostedMessages
{
    // A batch costs its sender one request, and us one answer each.
    private const int LargestBatch = 50;

    private const string NoMessage = "The body is not a JSON-RPC request or notification, or its id is null.";

    public static async Task<(IReadOnlyList<JsonRpcMessage> Messages, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        var accept = context.Request.GetTypedHeaders().Accept;
        if (!accept.Any(type => type.MatchesMediaType("application/json")) || !accept.Any(type => type.MatchesMediaType("text/event-stream")))
        {
            return ([], new(McpErrorCode.InvalidRequest, "The Accept header must list application/json and text/event-stream.", StatusCodes.Status406NotAcceptable));
        }

        try
        {
            var body = await context.Request.ReadFromJsonAsync<JsonElement>(context.RequestAborted);
            return Read(context, body);
        }
        catch (JsonException)
        {
            return ([], new(McpErrorCode.ParseError, "The body is not JSON."));
        }
    }

    private static (IReadOnlyList<JsonRpcMessage> Messages, Refusal? Refusal) Read(HttpContext context, JsonElement body)
    {
        try
        {
            var batch = body.ValueKind is JsonValueKind.Array;
            if (batch && BatchFault(RequestHeaders.Version(context.Request), body.GetArrayLength()) is { } fault)
            {
                return ([], new(McpErrorCode.InvalidRequest, fault));
            }

            var messages = (batch ? body.EnumerateArray().ToList() : [body]).ConvertAll(element => ReadOne(context, element));
            return (messages, messages.Select(message => RequestRules.Broken(context.Request, message, batch)).FirstOrDefault(refusal => refusal is not null));
        }
        // Half a surrogate pair and bytes that are no UTF-8 are found only when a text is read, and by another exception.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ([], new(McpErrorCode.InvalidRequest, NoMessage));
        }
    }

    private static string? BatchFault(string version, int length) => (version, length) switch
    {
        (not ("" or ProtocolVersions.Assumed), _) => $"Protocol version {version} has no batches; send one message in each POST.",
        (_, 0 or > LargestBatch) => $"A batch has 1 to {LargestBatch} messages, this one {length}.",
        _ => null,
    };

    private static JsonRpcMessage ReadOne(HttpContext context, JsonElement element)
    {
        var message = element.Deserialize<JsonRpcMessage>(McpJsonUtilities.DefaultOptions) ?? throw new JsonException("null is no message.");
        message.Context = new()
        {
            User = context.User.Identity?.IsAuthenticated == true ? context.User : null,
            ProtocolVersion = RequestHeaders.Version(context.Request) is { Length: > 0 } version ? version : null,
        };
        return message;
    }
}
