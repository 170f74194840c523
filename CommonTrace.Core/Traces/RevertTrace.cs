using CommonTrace.Core.Users;

namespace CommonTrace.Core.Traces;

/// <summary>Lets a trace say again what it said in an earlier version: texts, tags and metadata. That is a new version; none is lost.</summary>
public sealed class RevertTrace(ReviseTrace revise, GetVersion get)
{
    /// <summary>Runs it.</summary>
    /// <param name="version">The version to go back to.</param>
    /// <param name="versions">The versions that the caller goes back from (<c>If-Match</c>); null for whichever stands.</param>
    public Task<Result<TraceView>> ExecuteAsync(Caller caller, Guid id, int version, IReadOnlyList<int>? versions, CancellationToken cancellationToken) =>
        revise.ExecuteAsync(
            caller, id,
            new Revision("trace.revert", versions, async standing =>
                (await get.ExecuteAsync(caller, id, version, cancellationToken)).Succeeded(out var earlier, out var failure) ? ContentOf(earlier, standing) : failure),
            cancellationToken);

    private static TraceContent ContentOf(TraceVersionView earlier, StandingTrace standing) => standing.Content with
    {
        Title = earlier.Summary.Title,
        ContextText = earlier.ContextText,
        SolutionText = earlier.SolutionText,
        Tags = earlier.Summary.Tags,
        MetadataJson = earlier.MetadataJson,
    };
}
