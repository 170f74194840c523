using System.Text;
using System.Text.Json;
using CommonTrace.Api.Errors;
using CommonTrace.Core;
using CommonTrace.Core.Safety;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace CommonTrace.Api.Mcp.Calls;

/// <summary>The one place that turns failures into results that an agent can act on: code, sentence, and what to do.</summary>
internal static class ToolFailures
{
    /// <summary>The failure of a tool: a result with <c>isError</c>.</summary>
    public static CallToolResult ToResult(this Failure failure) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = TextOf(failure) }],
        StructuredContent = JsonSerializer.SerializeToElement(ToolFailure.Of(failure), ToolJson.Options),
    };

    /// <summary>The failure of a resource, which has no result to be told in: a protocol error with the same sentences, and the code in its data.</summary>
    public static McpProtocolException ToProtocolError(this Failure failure)
    {
        var code = failure.Kind switch
        {
            // The newest specification has it so for a resource that is not there, too.
            FailureKind.NotFound or FailureKind.Invalid => McpErrorCode.InvalidParams,
            FailureKind.Unavailable => McpErrorCode.InternalError,
            _ => McpErrorCode.InvalidRequest,
        };
        var told = ToolFailure.Of(failure);
        return new McpProtocolException(TextOf(failure), code)
        {
            Data = { ["code"] = told.Code, ["detail"] = told.Detail, ["what_to_do"] = told.WhatToDo, ["retry_after"] = told.RetryAfter },
        };
    }

    private static string TextOf(Failure failure)
    {
        var text = new StringBuilder($"{failure.Code}: {failure.Detail}\nWhat to do: {WhatToDo(failure)}");
        foreach (var finding in failure.Findings ?? [])
        {
            text.Append($"\n- {finding.Kind} in {finding.Field}, line {finding.Line}, column {finding.Column}");
        }

        return text.ToString();
    }

    internal static string WhatToDo(Failure failure) => failure.Kind switch
    {
        FailureKind.Invalid => "correct what is named above, and call again.",
        FailureKind.Unauthenticated =>
            "get a key (POST /api/v1/keys, or ask whoever runs this server), put it into your MCP client's settings as the header X-API-Key, and connect again. Until then go on without CommonTrace.",
        FailureKind.Forbidden => "do not repeat the call with this key; go on without it, or ask whoever runs this server.",
        FailureKind.NotFound => "do not repeat the call; search_traces finds the ids that there are.",
        FailureKind.Conflict => "do not repeat the call; what is said above stands already.",
        FailureKind.Outdated => "read the trace again with get_trace, and decide anew.",
        FailureKind.TooMany => failure.RetryAfter is { } wait ? $"wait {ProblemResults.WholeSeconds(wait)} s, then call again; go on with other work meanwhile." : "go on without it for now.",
        FailureKind.Unavailable => "go on without CommonTrace"
            + (failure.RetryAfter is { } wait ? $"; call again in {ProblemResults.WholeSeconds(wait)} s if you still need it." : ", and tell whoever runs the server if it happens again."),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Kind, "A failure kind without advice."),
    };
}

/// <summary>The structured content of a failure.</summary>
/// <param name="RetryAfter">After so many seconds the same call may succeed.</param>
internal sealed record ToolFailure(
    string Code, string Detail, string WhatToDo, long? RetryAfter, IReadOnlyDictionary<string, string[]>? Errors, IReadOnlyList<TextFinding>? Findings)
{
    public static ToolFailure Of(Failure failure) => new(
        failure.Code, failure.Detail, ToolFailures.WhatToDo(failure), failure.RetryAfter is { } wait ? ProblemResults.WholeSeconds(wait) : null,
        failure.Errors, failure.Findings);
}
