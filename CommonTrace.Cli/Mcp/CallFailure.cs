using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Mcp;

/// <summary>Why a call got no answer of the server's, in words that an agent can act on; told as the server tells its own failures.</summary>
/// <param name="Code">Never changes.</param>
/// <param name="Detail">What was wrong, with which value.</param>
/// <param name="WhatToDo">Begins where a sentence goes on.</param>
/// <param name="RetryAfter">After so long the same call may succeed; null when nobody knows.</param>
/// <param name="IsServers">True when the server failed, rather than refused.</param>
internal sealed record CallFailure(string Code, string Detail, string WhatToDo, TimeSpan? RetryAfter = null, bool IsServers = false)
{
    private const string GoOn = "go on without CommonTrace";

    public override string ToString() => $"{Code}: {Detail}\nWhat to do: {WhatToDo}";

    public JsonObject ToJson() => new()
    {
        ["code"] = Code,
        ["detail"] = Detail,
        ["what_to_do"] = WhatToDo,
        ["retry_after"] = RetryAfter is { } wait ? Seconds(wait) : null,
        ["errors"] = null,
        ["findings"] = null,
    };

    public static CallFailure Settings(CliException wrong) => new(
        "settings.invalid", wrong.Message, $"tell the person whose machine this is, and {GoOn}.");

    public static CallFailure MissingKey(Uri server) => new(
        "auth.missing_key", $"{server} wants an API key, and none is known here.",
        $"ask the person to run `commontrace login`, or to set COMMONTRACE_API_KEY for this MCP server. Until then {GoOn}.");

    public static CallFailure Unreachable(Uri server) => new(
        "server.unreachable", $"No CommonTrace server can be reached at {server}.",
        $"{GoOn}; ask the person whether the server runs, and whether COMMONTRACE_URL is right.", IsServers: true);

    public static CallFailure Cut(Uri server) => new(
        "server.cut", $"{server} closed the connection before its answer was whole.", $"{GoOn}; call again if you still need it.", IsServers: true);

    public static CallFailure TimedOut(Uri server, TimeSpan limit, bool isWrite) => new(
        "server.timeout",
        $"{server} did not answer within {Seconds(limit)} s{(isWrite ? "; what you sent may have been stored all the same, so look before you send it again." : ".")}",
        $"{GoOn}; call again in a minute if you still need it.", IsServers: true);

    public static CallFailure Failed(Uri server, int status) => new(
        "server.failed", $"{server} failed: it answered {status}.", $"{GoOn}; call again in a minute if you still need it.", IsServers: true);

    public static CallFailure Busy(int failures, TimeSpan wait) => new(
        "server.unavailable", $"The CommonTrace server failed {failures} times in a row and is left alone for a moment.",
        $"{GoOn}; call again in {Seconds(wait)} s if you still need it.", wait);

    public static CallFailure NoServerOfOurs(Uri server, int status) => new(
        "server.unknown_answer", $"{server} answered {status} in words that are not CommonTrace's.", $"ask the person whether COMMONTRACE_URL is right, and {GoOn}.");

    /// <summary>What the server's problem document says.</summary>
    /// <param name="wait">What the server asks to wait; null when it does not.</param>
    public static CallFailure Refused(int status, string code, string detail, TimeSpan? wait)
    {
        var whatToDo = (status, wait) switch
        {
            (_, { } time) => $"wait {Seconds(time)} s, then call again; go on with other work meanwhile.",
            (401, _) => $"ask the person to run `commontrace login` with a valid key, or to mend COMMONTRACE_API_KEY. Until then {GoOn}.",
            _ when status >= 500 => $"{GoOn}; call again in a minute if you still need it.",
            _ => $"do not repeat the call; {GoOn}, or ask whoever runs the server.",
        };
        return new(code, detail, whatToDo, wait, IsServers: status >= 500);
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);
}
