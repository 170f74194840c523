using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Traces;

/// <summary><c>commontrace outcome</c>.</summary>
internal static class OutcomeCommand
{
    private static readonly Argument<Guid> Id = Options.Id("The trace.");
    private static readonly Argument<string> Outcome = new Argument<string>("outcome") { Description = "solved, or failed." }.AcceptOnlyFromAmong("solved", "failed");
    private static readonly Option<string?> Note = Options.Text("--note", "text", "What you did, or why it did not help.");

    public static Command Create() => new Command("outcome", "Tell whether a trace solved your problem.") { Id, Outcome, Note }
        .WithExamples(
            "commontrace outcome 01980000-0000-7000-8000-000000000001 solved",
            "commontrace outcome 01980000-0000-7000-8000-000000000001 failed \\\n    --note \"Not on ARM.\"")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["solved"] = verb.Value(Outcome) == "solved", ["note"] = verb.Value(Note) };
        var answer = await verb.Api.PostAsync($"api/v1/traces/{verb.Value(Id)}/outcomes", body, cancellationToken);
        verb.Screen.Show(answer, screen => Draw(screen, answer));
        if (Uncounted(answer) is { } why)
        {
            verb.Screen.Note(why);
        }

        return ExitCode.Done;
    }

    private static void Draw(IAnsiConsole screen, JsonElement answer)
    {
        var outcomes = answer.GetProperty("outcomes");
        screen.MarkupLineInterpolated(
            $"Noted. It solved {outcomes.Line("solved")}, failed {outcomes.Line("failed")}; the trace is {answer.Line("trace_status")}, with trust {answer.Line("trust_score")}.");
    }

    private static string? Uncounted(JsonElement answer) => answer.Line("reason") switch
    {
        "" => null,
        "own_trace" => "It does not count: the trace is your own.",
        "not_opened" => $"It does not count yet: open the trace with `commontrace get {answer.Line("trace_id")}`, and tell it again.",
        var reason => $"It does not count: {reason}.",
    };
}
