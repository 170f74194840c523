using System.CommandLine;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using Spectre.Console;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue resume</c>.</summary>
internal static class QueueResumeCommand
{
    private static readonly Argument<Guid?> Id = new("id") { Description = "The pause, as `queue status` shows it.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> All = new("--all") { Description = "End all pauses, also those of others." };

    public static Command Create() => new Command("resume", "End a pause. Two pauses need two resumes.") { Id, All, QueueCommand.Reason }
        .WithExamples(
            "commontrace queue resume 01980000-0000-7000-8000-000000000070",
            "commontrace queue resume --all --reason \"the database is moved\"")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var (id, all) = (verb.Value(Id), verb.Value(All));
        if (id is null != all)
        {
            throw CliException.Usage("Say which pause is to end, or --all; `commontrace queue status` lists them.");
        }

        var body = new JsonObject { ["pause_id"] = id, ["all"] = all ? true : null, ["reason"] = verb.Value(QueueCommand.Reason) };
        var resumed = await verb.Api.PostAsync($"{QueueCommand.Path}/resume", body, cancellationToken);
        verb.Screen.Show(resumed, screen =>
        {
            var ended = resumed.Items("resumed").Count();
            screen.WriteLine(ended switch { 0 => "There was no pause.", 1 => "1 pause ended.", _ => $"{ended} pauses ended." });
            if (resumed.Is("paused"))
            {
                screen.WriteLine("Another pause still holds the queue; `commontrace queue status` shows it.");
            }
        });
        return ExitCode.Done;
    }
}
