using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Api.Mcp.Tools;

internal static class ToolResults
{
    /// <summary>A success: text for the agent, and beside it structured content that says the same.</summary>
    public static CallToolResult Of<T>(string text, T structured) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        StructuredContent = JsonSerializer.SerializeToElement(structured, ToolJson.Options),
    };
}
