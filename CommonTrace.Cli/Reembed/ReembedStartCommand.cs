using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Reembed;

/// <summary><c>commontrace reembed start</c>.</summary>
internal static class ReembedStartCommand
{
    private static readonly Option<string> Provider = new Option<string>("--provider") { Description = "Who embeds.", HelpName = "openai|local", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "The model's id, such as text-embedding-3-large.", HelpName = "id", Required = true };
    private static readonly Option<string?> Version = new("--model-version") { Description = "Another one makes the vectors anew with the same model; 1 unless given.", HelpName = "text" };
    private static readonly Option<int> Dimensions = new("--dimensions") { Description = "How wide its vectors are.", HelpName = "n", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what it would cost." };
    private static readonly Option<bool> Detach = new("--detach", "-d") { Description = "Do not wait for the end." };

    public static Command Create()
    {
        Provider.AcceptOnlyFromAmong("openai", "local");
        return new Command("start", "Make all vectors anew with another model, and follow that to its end.") { Provider, Model, Version, Dimensions, DryRun, Detach }
            .WithExamples(
                "commontrace reembed start --provider openai --model text-embedding-3-large --dimensions 3072 --dry-run",
                "commontrace reembed start --provider openai --model text-embedding-3-large --dimensions 3072")
            .Runs(RunAsync);
    }

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["provider"] = verb.Value(Provider),
            ["model"] = verb.Value(Model),
            ["model_version"] = verb.Value(Version),
            ["dimensions"] = verb.Value(Dimensions),
            ["dry_run"] = verb.Value(DryRun),
        };
        // It tries the provider, and waits until nobody holds the table.
        using var patient = ApiClient.Of(verb.Connection, TimeSpan.FromMinutes(2));
        var answer = await patient.PostAsync(ReembedCommand.Path, body, cancellationToken);
        if (verb.Value(DryRun))
        {
            ShowEstimate(verb.Screen, answer);
            return ExitCode.Done;
        }

        var end = verb.Value(Detach) ? answer : await ReembedProgress.FollowAsync(verb, cancellationToken);
        ReembedPicture.Show(verb.Screen, end);
        return verb.Value(Detach) || end.Text("state") == "ready" ? ExitCode.Done : ExitCode.Refused;
    }

    private static void ShowEstimate(Screen screen, JsonElement answer) => screen.Show(answer, console => console.Write(Plain.Pairs(
        ("traces", Plain.Count(answer.Count("traces"))),
        ("tokens", $"about {Plain.Count(answer.Count("estimated_tokens"))}"),
        ("calls", $"about {Plain.Count(answer.Count("estimated_calls"))}"))));
}
