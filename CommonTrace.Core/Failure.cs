namespace CommonTrace.Core;

/// <summary>What sort of expected failure this is; each door turns it into its own status.</summary>
public enum FailureKind
{
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    TooMany,
    Unavailable,
}

/// <summary>An expected failure: a code that never changes and a sentence that says what was wrong and what to do.</summary>
/// <param name="Kind">What sort of failure it is.</param>
/// <param name="Code">A stable name such as <c>trace.not_found</c>.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Errors">Faults by field (snake_case), when single fields are at fault.</param>
/// <param name="RetryAfter">How long to wait before the same call can succeed, when that is known.</param>
public sealed record Failure(
    FailureKind Kind, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null, TimeSpan? RetryAfter = null)
{
    /// <summary>A fault of one field.</summary>
    public static Failure Field(string field, string detail) =>
        new(FailureKind.Invalid, "validation.failed", $"{field}: {detail}", new Dictionary<string, string[]> { [field] = [detail] });
}
