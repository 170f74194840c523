namespace CommonTrace.Core.Jobs.Control;

/// <summary>What can be expected to fail when the queue is told something.</summary>
public static class QueueFailures
{
    /// <summary>Nothing is claimed while a pause holds: waiting for the end of the work is no use.</summary>
    public static readonly Failure Paused = new(
        FailureKind.Conflict, "queue.paused",
        "The queue is paused, so that its work does not come to an end; GET /api/v1/admin/queue/status lists the pauses, POST …/resume ends them.");

    public static Failure PauseNotFound(Guid id) => new(
        FailureKind.NotFound, "queue.pause_not_found", $"There is no pause {id}; GET /api/v1/admin/queue/status lists those that hold.");

    public static Failure PauseEnded(Guid id, DateTimeOffset at) => new(
        FailureKind.Conflict, "queue.pause_ended", $"The pause {id} was over at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: somebody ended it, or it expired.");
}
