using System.CommandLine;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue requeue-stale</c>.</summary>
internal static class QueueRequeueStaleCommand
{
    private static readonly Option<TimeSpan?> OlderThan = Duration.Option("--older-than", "How long ago they were claimed, at least.");

    public static Command Create()
    {
        OlderThan.Required = true;
        return new Command("requeue-stale", "Take jobs from workers that claimed them too long ago.") { OlderThan, QueueCommand.Reason }
            .WithExamples("commontrace queue requeue-stale --older-than 10m")
            .Runs(RunAsync);
    }

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["older_than_seconds"] = (int)verb.Value(OlderThan)!.Value.TotalSeconds, ["reason"] = verb.Value(QueueCommand.Reason) };
        var answer = await verb.Api.PostAsync($"{QueueCommand.Path}/requeue-stale", body, cancellationToken);
        verb.Screen.Show(answer, screen => screen.WriteLine(
            answer.Count("requeued") == 1 ? "1 job is due again." : $"{Plain.Count(answer.Count("requeued"))} jobs are due again."));
        return ExitCode.Done;
    }
}
