using System.CommandLine;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue pause</c>.</summary>
internal static class QueuePauseCommand
{
    private static readonly Option<string> Reason = new("--reason", "-r") { Description = "Why; everybody sees it, and the audit log keeps it.", HelpName = "text", Required = true };
    private static readonly Option<TimeSpan?> Expires = Duration.Option("--expires", "When the pause ends by itself.");

    public static Command Create() => new Command("pause", "Stop claiming, for every worker; what is in hand is finished.") { Reason, Expires }
        .WithExamples(
            "commontrace queue pause --reason \"moving the database\"",
            "commontrace queue pause --reason deploying --expires 10m")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["reason"] = verb.Value(Reason), ["expires_in_seconds"] = (int?)verb.Value(Expires)?.TotalSeconds };
        var pause = await verb.Api.PostAsync($"{QueueCommand.Path}/pause", body, cancellationToken);
        verb.Screen.Show(pause, screen =>
        {
            screen.WriteLine($"Paused{(pause.Time("expires_at") is { } end ? $" until {end:u}" : " until resumed")}. To go on:");
            screen.WriteLine($"  commontrace queue resume {pause.Text("pause_id")}");
        });
        return ExitCode.Done;
    }
}
