using System.CommandLine;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue drain</c>.</summary>
internal static class QueueDrainCommand
{
    public static Command Create() => new Command("drain", "Wait until nothing is due or in hand; exit code 1 when the time is over first.") { QueueWait.Timeout, QueueCommand.Reason }
        .WithExamples("commontrace queue drain --timeout 30m")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = await QueueWait.PostAsync(verb, "drain", new JsonObject { ["reason"] = verb.Value(QueueCommand.Reason) }, cancellationToken);
        return QueueWait.Show(verb, answer, "");
    }
}
