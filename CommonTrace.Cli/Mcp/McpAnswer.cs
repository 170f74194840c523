using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Cli.Mcp;

/// <summary>Reads what an HTTP answer of the server's says.</summary>
internal readonly struct McpAnswer(Connection connection, HttpResponseMessage response)
{
    private int Status => (int)response.StatusCode;

    /// <param name="id">The request's: an answer of the server's to another id, or to none, is an answer to it all the same.</param>
    public async Task<Reply> ReadAsync(RequestId id, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            var json = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
                ? await LastEventAsync(body, cancellationToken)
                : await JsonNode.ParseAsync(body, cancellationToken: cancellationToken);
            return json?["jsonrpc"] is null ? Refusal(json) : Message(json, id);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Refusal(null);
        }
    }

    // Notifications come before the answer; a client over stdio asked for none of them.
    private static async Task<JsonNode?> LastEventAsync(Stream body, CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (item.Data.Length > 0 && JsonNode.Parse(item.Data) is JsonObject message && !message.ContainsKey("method"))
            {
                return message;
            }
        }

        throw new IOException("The stream of events ended before the answer.");
    }

    private static Reply Message(JsonNode json, RequestId id)
    {
        json["id"] = JsonSerializer.SerializeToNode(id, McpJsonUtilities.DefaultOptions);
        return json.Deserialize<JsonRpcMessage>(McpJsonUtilities.DefaultOptions) as JsonRpcMessageWithId ?? throw new JsonException("No answer.");
    }

    private Reply Refusal(JsonNode? problem) => Status switch
    {
        _ when (string?)problem?["code"] is { } code && (string?)problem["detail"] is { } detail =>
            CallFailure.Refused(Status, code, detail, response.Headers.RetryAfter?.Delta),
        >= 500 => CallFailure.Failed(connection.Url, Status),
        _ => CallFailure.NoServerOfOurs(connection.Url, Status),
    };
}
