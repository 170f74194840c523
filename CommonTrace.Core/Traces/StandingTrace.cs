using CommonTrace.Core.Users;

namespace CommonTrace.Core.Traces;

/// <summary>A trace as it stands while its row is locked.</summary>
internal sealed record StandingTrace(Guid Id, Guid ContributorId, int Version, bool IsHidden, TraceContent Content)
{
    public bool IsBy(Caller caller) => ContributorId == caller.UserId;

    /// <summary>Why a caller may not change it; null when nothing is in the way.</summary>
    /// <param name="versions">The versions that the caller means; null for whichever stands.</param>
    public Failure? RefusalOf(Caller caller, IReadOnlyList<int>? versions) =>
        !IsBy(caller) && !caller.May(Scopes.Moderate) ? TraceFailures.NotAuthor(Id)
        : versions is not null && !versions.Contains(Version) ? TraceFailures.VersionDiffers(Id, Version)
        : null;
}
