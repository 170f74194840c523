using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue quiesce</c>.</summary>
internal static class QueueQuiesceCommand
{
    private static readonly Option<TimeSpan?> Expires = Duration.Option("--expires", "When the pause ends by itself.");

    public static Command Create() => new Command("quiesce", "Wait until nothing is due or in hand, and pause in that moment.") { QueueWait.Timeout, Expires, QueueCommand.Reason }
        .WithExamples("commontrace queue quiesce --timeout 30m --expires 1h --reason \"loading the archive\"")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        // Like no other's, so that the pause is known by it.
        var reason = verb.Value(QueueCommand.Reason) ?? $"Quiesced by the command on {Environment.MachineName}, process {Environment.ProcessId}.";
        var body = new JsonObject { ["reason"] = reason, ["expires_in_seconds"] = (int?)verb.Value(Expires)?.TotalSeconds };
        var before = await PausesAsync(verb, reason, cancellationToken);
        JsonElement answer;
        try
        {
            answer = await QueueWait.PostAsync(verb, "quiesce", body, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or CliException { ExitCode: ExitCode.Unreachable })
        {
            await LeaveNoPauseAsync(verb, reason, before);
            throw;
        }

        return QueueWait.Show(verb, answer, $" The queue is paused{(answer.Time("expires_at") is { } end ? $" until {end:u}" : "")}; to go on:\n  commontrace queue resume {answer.Text("pause_id")}");
    }

    /// <summary>The server ends a pause of somebody who hung up; but its answer may have been on the way.</summary>
    private static async Task LeaveNoPauseAsync(Verb verb, string reason, IReadOnlyCollection<Guid> before)
    {
        try
        {
            foreach (var pause in (await PausesAsync(verb, reason, CancellationToken.None)).Except(before))
            {
                await verb.Api.PostAsync($"{QueueCommand.Path}/resume", new JsonObject { ["pause_id"] = pause }, CancellationToken.None);
            }
        }
        catch (CliException failure) when (failure.ExitCode == ExitCode.Unreachable)
        {
            verb.Screen.Error.WriteLine("Whether the queue is paused now is not known; ask `commontrace queue status` when the server is back.");
        }
        catch (CliException)
        {
            // The server ended it first.
        }
    }

    private static async Task<IReadOnlyCollection<Guid>> PausesAsync(Verb verb, string reason, CancellationToken cancellationToken)
    {
        var status = await verb.Api.GetAsync($"{QueueCommand.Path}/status", cancellationToken);
        return [.. status.Items("pauses").Where(pause => pause.Text("reason") == reason).Select(pause => pause.GetProperty("id").GetGuid())];
    }
}
