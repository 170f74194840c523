using System.CommandLine;

namespace CommonTrace.Cli.Reembed;

/// <summary><c>commontrace reembed status</c>.</summary>
internal static class ReembedStatusCommand
{
    private static readonly Option<bool> Watching = new("--watch", "-w") { Description = "Follow it to its end, with a progress bar." };

    public static Command Create() => new Command("status", "Say how far the last change of the model is.") { Watching }
        .WithExamples(
            "commontrace reembed status",
            "commontrace reembed status --watch")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = verb.Value(Watching)
            ? await ReembedProgress.FollowAsync(verb, cancellationToken)
            : await verb.Api.GetAsync(ReembedCommand.Path, cancellationToken);
        ReembedPicture.Show(verb.Screen, answer);
        return ExitCode.Done;
    }
}
