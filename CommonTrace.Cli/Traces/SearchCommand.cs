using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace CommonTrace.Cli.Traces;

/// <summary><c>commontrace search</c>.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string[]> Query = new("query") { Description = "What to look for: an error message, a question, a name.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> Tags = new("--tag", "-t") { Description = "Only traces with this tag; repeatable, all must match.", HelpName = "tag" };
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = "How many, 1 to 50.", HelpName = "n", DefaultValueFactory = _ => 10 };

    public static Command Create() => new Command("search", "Find traces by words and meaning.") { Query, Tags, Limit }
        .WithExamples(
            "commontrace search \"connection refused postgres docker\"",
            "commontrace search deadlock -t postgres -n 5 --json")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = await verb.Api.PostAsync(
            "api/v1/traces/search",
            new JsonObject
            {
                ["q"] = string.Join(' ', verb.Value(Query)!),
                ["tags"] = new JsonArray([.. verb.Value(Tags)!.Select(tag => JsonValue.Create(tag))]),
                ["limit"] = verb.Value(Limit),
            },
            cancellationToken);
        verb.Screen.Show(answer, screen => Draw(screen, answer));
        return ExitCode.Done;
    }

    private static void Draw(IAnsiConsole screen, JsonElement answer)
    {
        foreach (var trace in answer.GetProperty("results").EnumerateArray())
        {
            screen.MarkupLineInterpolated($"[bold]{trace.GetProperty("title").GetString()}[/]");
            screen.MarkupLineInterpolated($"  [dim]{trace.GetProperty("id").GetString()}[/]");
        }
    }
}
