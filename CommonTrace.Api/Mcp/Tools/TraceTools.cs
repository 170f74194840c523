using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CommonTrace.Api.Mcp.Calls;
using CommonTrace.Api.Mcp.Text;
using CommonTrace.Core.Paging;
using CommonTrace.Core.Traces;
using CommonTrace.Core.Users;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CommonTrace.Api.Mcp.Tools;

/// <summary>Reading, listing and deleting traces.</summary>
internal static class TraceTools
{
    public const string IdHint = "The id of a trace, a UUID, as search_traces gives it.";

    [McpServerTool(Name = "get_trace", Title = "Read a trace", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true, OutputSchemaType = typeof(ReadTrace))]
    [NeedsScope(Scopes.Read)]
    [Description(
        """
        Call this before you rely on a trace that search_traces found: it gives the whole context and solution, and how it fared with others. Check that the context is yours. Once you have tried it, call report_outcome.
        """)]
    public static async Task<CallToolResult> GetAsync(
        GetTrace get, Caller caller, TimeProvider time, [Description(IdHint)] Guid trace_id, CancellationToken cancellationToken)
    {
        var answer = await get.ExecuteAsync(caller, trace_id, cancellationToken);
        if (!answer.Succeeded(out var trace, out var failure))
        {
            return failure.ToResult();
        }

        var writer = new TraceText(new Envelope(), time.GetUtcNow());
        var read = new ReadTrace(writer.EntryOf(trace, TraceDetail.Whole), trace.ReviewAfter, trace.Version, Envelope.Notice);
        return ToolResults.Of(TextOf(read.Trace, writer), read);
    }

    /// <summary>A whole trace as text, for the tool and the resource.</summary>
    public static string TextOf(TraceEntry trace, TraceText writer) =>
        $"{Envelope.Notice}\n\n{writer.Write(trace)}\n\nOnce you have tried it: report_outcome(\"{trace.Id}\", solved).";

    [McpServerTool(Name = "my_traces", Title = "List your own traces", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true, OutputSchemaType = typeof(OwnTraces))]
    [NeedsScope(Scopes.Read)]
    [Description(
        """
        Call this to see what you (the user of this key) have contributed and how it fares: titles, trust, outcomes, flags, the newest first. For the traces of others, search_traces.
        """)]
    public static async Task<CallToolResult> MineAsync(
        ListTraces list, Caller caller, TimeProvider time,
        [Description("Only those that are still pending, or that others validated.")]
        [AllowedValues(TraceStatus.Pending, TraceStatus.Validated)] string? status = null,
        [Description("The most traces of a page.")]
        [Range(1, PageLimit.Largest)] int limit = PageLimit.Default,
        [Description("next_cursor of the page before; leave it out to begin.")]
        string? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var answer = await list.ExecuteAsync(caller, new TraceListQuery(status, [], caller.UserId, Flagged: null, limit, cursor), cancellationToken);
        if (!answer.Succeeded(out var page, out var failure))
        {
            return failure.ToResult();
        }

        var writer = new TraceText(new Envelope(), time.GetUtcNow());
        var own = new OwnTraces([.. page.Items.Select(trace => writer.EntryOf(trace, TraceDetail.Heading))], page.NextCursor, Envelope.Notice);
        return ToolResults.Of(TextOf(own, writer), own);
    }

    private static string TextOf(OwnTraces own, TraceText writer) => own.Traces.Count == 0
        ? "You have no such traces. contribute_trace stores one."
        : string.Join("\n\n", [Envelope.Notice, .. own.Traces.Select(writer.Write), .. own.NextCursor is { } next ? [$"There are more: cursor \"{next}\"."] : (string[])[]]);

    [McpServerTool(Name = "delete_trace", Title = "Delete a trace", ReadOnly = false, Destructive = true, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true, OutputSchemaType = typeof(DeletedTrace))]
    [NeedsScope(Scopes.Contribute, Scopes.Moderate)]
    [Description(
        """
        Call this only when your user asks for it, or for a trace of your own that should never have been stored. It cannot be undone, and takes votes and amendments along. For what is wrong or outdated, amend_trace or vote_trace are better. Only the author or a moderator may.
        """)]
    public static async Task<CallToolResult> DeleteAsync(DeleteTrace delete, Caller caller, [Description(IdHint)] Guid trace_id, CancellationToken cancellationToken)
    {
        var answer = await delete.ExecuteAsync(caller, trace_id, versions: null, cancellationToken);
        return answer.Succeeded(out var id, out var failure)
            ? ToolResults.Of($"Deleted the trace {id}; it is gone from search.", new DeletedTrace(id, Deleted: true))
            : failure.ToResult();
    }
}

/// <summary>One whole trace.</summary>
internal sealed record ReadTrace(TraceEntry Trace, DateTimeOffset? ReviewAfter, [property: Description("1, and one more with each change.")] int Version, string Notice);

/// <summary>A page of the caller's traces, the newest first.</summary>
internal sealed record OwnTraces(IReadOnlyList<TraceEntry> Traces, [property: Description("What to give as cursor for the next page; null at the end.")] string? NextCursor, string Notice);

/// <summary>That a trace is gone.</summary>
internal sealed record DeletedTrace(Guid TraceId, bool Deleted);
