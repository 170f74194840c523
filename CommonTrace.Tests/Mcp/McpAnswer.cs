using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CommonTrace.Tests.Mcp;

/// <summary>What a POST of MCP was answered, read to its end.</summary>
internal sealed record McpAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    private const string Data = "data: ";

    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    /// <summary>The messages of the stream; or the body, when that is JSON.</summary>
    public IReadOnlyList<JsonElement> Messages => MediaType == "text/event-stream"
        ? [.. Text.Split('\n').Where(line => line.StartsWith(Data, StringComparison.Ordinal)).Select(line => JsonElement.Parse(line[Data.Length..]))]
        : [JsonElement.Parse(Text)];

    public JsonElement Message => Assert.Single(Messages);

    public JsonElement Result => Message.GetProperty("result");

    public JsonElement Error => Message.GetProperty("error");

    /// <summary>The text that a tool answered.</summary>
    public string ToolText => Result.GetProperty("content")[0].GetProperty("text").GetString()!;

    public McpAnswer Is(HttpStatusCode expected)
    {
        Assert.True(expected == Status, $"Expected {expected}, got {Status}: {Text}");
        return this;
    }

    /// <summary>Asserts a JSON-RPC error that came instead of a stream.</summary>
    public McpAnswer IsRefusal(HttpStatusCode status, int code)
    {
        Is(status);
        Assert.Equal(("application/json", code), (MediaType, Error.GetProperty("code").GetInt32()));
        return this;
    }
}
