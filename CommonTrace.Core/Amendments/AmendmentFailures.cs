namespace CommonTrace.Core.Amendments;

/// <summary>What can be expected to fail about amendments.</summary>
public static class AmendmentFailures
{
    public static readonly Failure NothingImproved = Failure.Field("improved_solution", "is what the trace says already.");

    public static Failure NotFound(Guid id) => new(FailureKind.NotFound, "amendment.not_found", $"There is no amendment {id}.");

    public static Failure Decided(Guid id) => new(
        FailureKind.Conflict, "amendment.decided", $"The amendment {id} was accepted or rejected already; propose another to change the trace again.");
}
