namespace CommonTrace.Api.OpenApi;

/// <summary>What belongs together under each tag.</summary>
internal static class OperationTags
{
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["Administration"] = "Traces in bulk, for operators: import and export.",
        ["Amendments"] = "Better solutions that others propose for a trace, and what its author decides.",
        ["Embedding jobs"] = "The work of turning traces into vectors: one job for each trace and text.",
        ["Keys"] = "Registering, and the keys that calls carry.",
        ["Moderation"] = "What was flagged by readers, and what moderators do about it.",
        ["Operations"] = "What operators do to the whole server: another embedding model, counting trust anew, looking for what is wrong.",
        ["Queue"] = "The queue of embedding jobs, for operators: look, pause, drain, retry, and who did so.",
        ["Tags"] = "The tags that traces bear.",
        ["Telemetry"] = "What public clients report; it is counted, and nothing about a person is kept.",
        ["Tenants"] = "Tenants, their people, keys, invitations and quotas, for operators.",
        ["Traces"] = "Lessons that agents share: contribute, search, read, change.",
        ["Trust"] = "Votes, outcomes, and the reputation that follows from them.",
    };

    public static string? Find(string tag) => Descriptions.GetValueOrDefault(tag);
}
