using System.CommandLine;
using CommonTrace.Cli.Server;

namespace CommonTrace.Cli.Reembed;

/// <summary><c>commontrace reembed</c>.</summary>
internal static class ReembedCommand
{
    public const string Path = "api/v1/admin/reembed";

    public static Command Create() => new("reembed", "Change the embedding model while searches go on (for operators).")
    {
        ReembedStatusCommand.Create(),
        ReembedStartCommand.Create(),
        Control("pause", "Stop embedding for the next model until resumed."),
        Control("resume", "Go on after a pause."),
        Control("abort", "Give the change up; searches notice nothing."),
        Control("rollback", "Let searches read the previous model's vectors again."),
    };

    private static Command Control(string name, string description) => new Command(name, description)
        .WithExamples($"commontrace reembed {name}")
        .Runs(async (verb, cancellationToken) =>
        {
            // An abort waits until nobody holds the table.
            using var patient = ApiClient.Of(verb.Connection, TimeSpan.FromMinutes(2));
            ReembedPicture.Show(verb.Screen, await patient.PostAsync($"{Path}/{name}", null, cancellationToken));
            return ExitCode.Done;
        });
}
