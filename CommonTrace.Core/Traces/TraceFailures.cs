namespace CommonTrace.Core.Traces;

/// <summary>What can be expected to fail about traces.</summary>
public static class TraceFailures
{
    public static readonly Failure IdempotencyMismatch = new(
        FailureKind.Invalid, "idempotency.body_differs",
        "This Idempotency-Key was used within 24 hours with another body; send the same body, or another key.");

    public static Failure NotFound(Guid id) => new(FailureKind.NotFound, "trace.not_found", $"There is no trace {id}.");

    public static Failure NotAuthor(Guid id) =>
        new(FailureKind.Forbidden, "trace.not_author", $"Only its author or a moderator may change the trace {id}; propose an amendment instead.");

    public static Failure VersionDiffers(Guid id, int version) => new(
        FailureKind.Outdated, "trace.version_differs",
        $"The trace {id} is at version {version}, which If-Match does not name; read it again, and send the change for what it says now.");

    public static Failure Duplicate(Guid standing) => new(
        FailureKind.Conflict, "trace.duplicate", $"The trace {standing} has the same title, context and solution already; nothing was changed.");

    public static Failure NoVersion(Guid id, int version) =>
        new(FailureKind.NotFound, "trace.version_not_found", $"The trace {id} has no version {version}.");
}
