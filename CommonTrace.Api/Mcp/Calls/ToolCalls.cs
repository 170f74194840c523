using CommonTrace.Core.Users;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CommonTrace.Api.Mcp.Calls;

/// <summary>Runs every call of a tool and every reading of a resource: its arguments read by its schema, through the gate, its failures told.</summary>
internal sealed class ToolCalls(CallGate gate)
{
    private static readonly CallPolicy Reading = new(IsRead: true, [Scopes.Read]);

    public async ValueTask<CallToolResult> CallAsync(
        RequestContext<CallToolRequestParams> request, McpRequestHandler<CallToolRequestParams, CallToolResult> next, CancellationToken cancellationToken)
    {
        // Without such a tool there is no policy; the SDK answers that as the protocol has it.
        if (request.MatchedPrimitive is not McpServerTool tool)
        {
            return await next(request, cancellationToken);
        }

        var policy = new CallPolicy(tool.ProtocolTool.Annotations?.ReadOnlyHint is true, tool.Metadata.OfType<NeedsScopeAttribute>().Single().AnyOf);
        var answer = await gate.RunAsync(policy, token => BindAsync(tool, request, next, token), cancellationToken);
        return answer.Succeeded(out var result, out var failure) ? result : failure.ToResult();
    }

    public async ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next, CancellationToken cancellationToken)
    {
        var answer = await gate.RunAsync(Reading, token => next(request, token), cancellationToken);
        return answer.Succeeded(out var result, out var failure) ? result : throw failure.ToProtocolError();
    }

    private static ValueTask<CallToolResult> BindAsync(
        McpServerTool tool, RequestContext<CallToolRequestParams> request, McpRequestHandler<CallToolRequestParams, CallToolResult> next, CancellationToken cancellationToken)
    {
        if (!ToolArguments.Read(tool.ProtocolTool.Name, tool.ProtocolTool.InputSchema, request.Params.Arguments).Succeeded(out var arguments, out var failure))
        {
            return ValueTask.FromResult(failure.ToResult());
        }

        request.Params.Arguments = arguments;
        return next(request, cancellationToken);
    }
}
