namespace CommonTrace.Api.OpenApi;

/// <summary>
/// The name of an operation, by which generated clients call it: <c>POST /api/v1/traces/{id}/votes</c> is <c>PostTraceVotes</c>. It follows
/// from the call alone, so that it stays as long as the call does.
/// </summary>
internal static class OperationId
{
    private const string Prefix = "api/v1/";

    public static string Of(string method, string path)
    {
        var segments = (path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..] : path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var words = segments.Select((segment, at) => segment.StartsWith('{') ? "" : Pascal(NameOf(segments, at)));
        return Pascal(method.ToLowerInvariant()) + string.Concat(words);
    }

    /// <summary>What the parameter after this segment names: the last of <c>traces/{id}</c> is a trace.</summary>
    public static string NameOf(string[] segments, int at) =>
        at + 1 < segments.Length && segments[at + 1].StartsWith('{') ? segments[at].TrimEnd('s') : segments[at];

    private static string Pascal(string words) => string.Concat(words.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
