using System.CommandLine;
using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue status</c>.</summary>
internal static class QueueStatusCommand
{
    private static readonly Option<bool> Watching = new("--watch", "-w") { Description = "Go on showing it until Ctrl+C (exit code 0). Piped: a line for each change." };

    public static Command Create() => new Command("status", "Show jobs, pauses, provider and workers.") { Watching }
        .WithExamples(
            "commontrace queue status",
            "commontrace queue status --watch")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var pace = new Pace();
        if (verb.Value(Watching))
        {
            return await new Watch(verb.Screen, Tell, answer => QueuePicture.Of(answer, pace.PerSecond)).RunAsync(
                async token =>
                {
                    var answer = await verb.Api.GetAsync($"{QueueCommand.Path}/status", token);
                    pace.Note(answer.GetProperty("totals").Count("completed"));
                    return answer;
                },
                cancellationToken);
        }

        var status = await verb.Api.GetAsync($"{QueueCommand.Path}/status", cancellationToken);
        verb.Screen.Show(status, screen => screen.Write(QueuePicture.Of(status, null)));
        return ExitCode.Done;
    }

    private static string Tell(JsonElement status)
    {
        var (queue, pauses) = (status.GetProperty("queue"), status.Items("pauses").Count());
        return $"{queue.Count("due")} due, {queue.Count("pending")} pending, {queue.Count("processing")} in hand, "
            + $"{status.GetProperty("totals").Count("completed")} completed, {queue.Count("failed")} failed, "
            + $"{pauses} pauses, {status.Items("workers").Count()} workers, provider {status.GetProperty("provider").Text("breaker")}";
    }
}
