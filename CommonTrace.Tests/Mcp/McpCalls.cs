using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CommonTrace.Tests.Mcp;

/// <summary>Raw calls of MCP over HTTP.</summary>
internal static class McpCalls
{
    public const string Newest = "2026-07-28";
    public const string Version = "MCP-Protocol-Version";
    public const string Accept = "application/json, text/event-stream";

    /// <summary>Posts a body as it is. A header given here replaces what is sent otherwise; null leaves it out.</summary>
    public static async Task<McpAnswer> PostMcpAsync(this HttpClient client, string body, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        foreach (var (name, value) in headers.Prepend(("Content-Type", "application/json")).Prepend(("Accept", Accept)))
        {
            HttpHeaders holder = name == "Content-Type" ? request.Content.Headers : request.Headers;
            holder.Remove(name);
            if (value is not null)
            {
                holder.TryAddWithoutValidation(name, value);
            }
        }

        // A server that refuses the length closes before it has read: who is still sending then may miss the answer.
        request.Headers.ExpectContinue = body.Length >= 1024 * 1024;
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new McpAnswer(answer.StatusCode, answer.Headers, answer.Content.Headers, text);
    }

    /// <summary>Asks as a client of this version does.</summary>
    public static Task<McpAnswer> AskAsync(this HttpClient client, string version, string method, string parameters = "{}", params (string Name, string? Value)[] headers)
    {
        var named = JsonNode.Parse(parameters)!.AsObject();
        (string, string?)[] own = version != Newest ? [(Version, version)]
            : [(Version, version), ("Mcp-Method", method), ("Mcp-Name", (named["name"] ?? named["uri"])?.ToString())];
        return client.PostMcpAsync(Body(version, method, parameters), [.. own, .. headers]);
    }

    /// <summary>The body of a request with the id 7.</summary>
    public static string Body(string version, string method, string parameters = "{}")
    {
        var named = JsonNode.Parse(parameters)!.AsObject();
        if (version == Newest)
        {
            named["_meta"] = JsonNode.Parse("""
                {
                  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                  "io.modelcontextprotocol/clientInfo": { "name": "raw", "version": "1" },
                  "io.modelcontextprotocol/clientCapabilities": {}
                }
                """);
        }

        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 7, ["method"] = method, ["params"] = named }.ToJsonString();
    }

    /// <summary>What a client says first in the versions before the newest.</summary>
    public static string Greeting(string version) =>
        $$"""{ "protocolVersion": "{{version}}", "capabilities": {}, "clientInfo": { "name": "raw", "version": "1" } }""";
}
