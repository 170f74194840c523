using System.CommandLine;
using System.Text.Json;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Traces;

/// <summary><c>commontrace get</c>.</summary>
internal static class GetCommand
{
    private static readonly Argument<Guid> Id = Options.Id("The trace, as search shows it.");
    private static readonly Option<bool> Solution = new("--solution") { Description = "Write the solution and nothing else." };

    public static Command Create() => new Command("get", "Read a trace.") { Id, Solution }
        .WithExamples(
            "commontrace get 01980000-0000-7000-8000-000000000001",
            "commontrace get 01980000-0000-7000-8000-000000000001 --solution | less",
            "commontrace get 01980000-0000-7000-8000-000000000001 --json \\\n    | jq -r .solution_text")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var trace = await verb.Api.GetAsync($"api/v1/traces/{verb.Value(Id)}", cancellationToken);
        if (verb.Value(Solution))
        {
            // Who pipes the solution should hear what the reader of the whole trace would see first.
            Warn(verb.Screen, trace);
            verb.Screen.Show(trace, screen => screen.Verbatim(trace.Text("solution_text")));
        }
        else
        {
            verb.Screen.Show(trace, screen => Draw(screen, trace));
        }

        return ExitCode.Done;
    }

    private static void Warn(Screen screen, JsonElement trace)
    {
        if (TraceFacts.Warnings(trace) is { Length: > 0 } warnings)
        {
            screen.Note(warnings);
        }
    }

    private static void Draw(IAnsiConsole screen, JsonElement trace)
    {
        if (TraceFacts.Warnings(trace) is { Length: > 0 } warnings)
        {
            screen.MarkupLineInterpolated($"[yellow]{warnings}[/]");
            screen.WriteLine();
        }

        screen.MarkupLineInterpolated($"[bold]{trace.Line("title")}[/]");
        screen.Fields(
            ("id", trace.Line("id")),
            ("tags", trace.List("tags")),
            ("standing", TraceFacts.Standing(trace)),
            ("used", $"{trace.Line("confirmation_count")} confirmations · read {trace.Line("retrieval_count")} times"),
            ("by", By(trace)),
            ("created", Age.At(trace.Time("created_at"))),
            ("updated", trace.Line("version") == "1" ? "" : $"{Age.At(trace.Time("updated_at"))}, version {trace.Line("version")}"),
            ("review", Age.At(trace.Time("review_after"))),
            ("watch", trace.Line("watch_condition")),
            ("metadata", trace.Line("metadata_json")));
        DrawText(screen, "Context", trace.Text("context_text"));
        DrawText(screen, "Solution", trace.Text("solution_text"));
    }

    private static void DrawText(IAnsiConsole screen, string heading, string text)
    {
        screen.WriteLine();
        screen.MarkupLineInterpolated($"[bold]{heading}[/]");
        screen.Verbatim(text);
    }

    private static string By(JsonElement trace)
    {
        var name = trace.Line("contributor_name") is { Length: > 0 } told ? told : trace.Line("contributor_id");
        var model = $"{trace.Line("agent_model")} {trace.Line("agent_version")}".Trim();
        return model.Length == 0 ? name : $"{name} with {model}";
    }
}
