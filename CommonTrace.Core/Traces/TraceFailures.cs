namespace CommonTrace.Core.Traces;

/// <summary>What can be expected to fail about traces.</summary>
public static class TraceFailures
{
    public static readonly Failure IdempotencyMismatch = new(
        FailureKind.Invalid, "idempotency.body_differs",
        "This Idempotency-Key was used within 24 hours with another body; send the same body, or another key.");

    public static Failure NotFound(Guid id) => new(FailureKind.NotFound, "trace.not_found", $"There is no trace {id}.");
}
