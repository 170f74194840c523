using System.ComponentModel;
using System.Text.Json;
using CommonTrace.Api.Mcp.Calls;
using CommonTrace.Api.Mcp.Text;
using CommonTrace.Api.Mcp.Tools;
using CommonTrace.Api.Tags;
using CommonTrace.Core;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using ModelContextProtocol.Server;

namespace CommonTrace.Api.Mcp;

/// <summary>What clients can attach to a conversation by its address.</summary>
internal static class Resources
{
    [McpServerResource(UriTemplate = "trace://{id}", Name = "trace", Title = "A trace", MimeType = "text/plain")]
    [Description("One whole trace by its id, as get_trace gives it.")]
    public static async Task<string> TraceAsync(GetTrace get, Caller caller, TimeProvider time, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var traceId))
        {
            throw Failure.Field("id", $"must be the UUID of a trace; '{Envelope.Line(id, 60)}' is none.").ToProtocolError();
        }

        var answer = await get.ExecuteAsync(caller, traceId, cancellationToken);
        var writer = new TraceText(new Envelope(), time.GetUtcNow());
        return answer.Succeeded(out var trace, out var failure)
            ? TraceTools.TextOf(writer.EntryOf(trace, TraceDetail.Whole), writer)
            : throw failure.ToProtocolError();
    }

    [McpServerResource(UriTemplate = "tags://all", Name = "tags", Title = "All tags", MimeType = "application/json")]
    [Description("All tags in use, by name, and how many traces bear each.")]
    public static async Task<string> TagsAsync(ListTags list, CancellationToken cancellationToken) =>
        JsonSerializer.Serialize(TagsResponse.Of(await list.ExecuteAsync(cancellationToken)), ToolJson.Options);
}
