using ModelContextProtocol.Protocol;

namespace CommonTrace.Cli.Mcp;

/// <summary>What became of a message that was sent to the server: its answer, or why there is none.</summary>
internal readonly record struct Reply(JsonRpcMessageWithId? Answer, CallFailure? Failure)
{
    public static implicit operator Reply(JsonRpcMessageWithId answer) => new(answer, null);

    public static implicit operator Reply(CallFailure failure) => new(null, failure);
}
