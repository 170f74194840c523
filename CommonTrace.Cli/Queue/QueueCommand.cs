using System.CommandLine;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue</c>.</summary>
internal static class QueueCommand
{
    public const string Path = "api/v1/admin/queue";

    public static readonly Option<string?> Reason = new("--reason", "-r") { Description = "Why; kept in the audit log.", HelpName = "text" };

    public static Command Create() => new("queue", "The queue of all tenants: look, pause, wait, retry (for operators).")
    {
        QueueStatusCommand.Create(),
        QueuePauseCommand.Create(),
        QueueResumeCommand.Create(),
        QueueDrainCommand.Create(),
        QueueQuiesceCommand.Create(),
        QueueRetryFailedCommand.Create(),
        QueueRequeueStaleCommand.Create(),
    };
}
