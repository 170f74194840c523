using System.CommandLine;
using System.Text.Json.Nodes;

namespace CommonTrace.Cli.Traces;

/// <summary><c>commontrace search</c>.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string[]> Query = new("query") { Description = "An error message, a question, a name. May be left out with --tag.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> Tags = Options.Many("--tag", "tag", "Only traces with this tag; repeatable, all must match.", "-t");
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = "How many, 1 to 50.", HelpName = "n", DefaultValueFactory = _ => 10 };
    private static readonly Option<string?> Mode = Options.Choice("--mode", "mode", "How to search", "auto", "hybrid", "semantic", "keyword");
    private static readonly Option<string?> Status = Options.Choice("--status", "status", "Only traces that are", "pending", "validated");
    private static readonly Option<string[]> Context = Options.Many("--context", "key=value", "Your situation, which ranks what fits it higher; repeatable: language, framework, os, package_manager, runtime, environment.", "-c");
    private static readonly Option<bool> ExcludeExpired = new("--exclude-expired") { Description = "Leave out what should have been reviewed by now." };
    private static readonly Option<bool> Explain = new("--explain") { Description = "Show what each score is made of." };

    public static Command Create() => new Command("search", "Find traces by words and meaning.") { Query, Tags, Limit, Mode, Status, Context, ExcludeExpired, Explain }
        .WithExamples(
            "commontrace search \"connection refused postgres docker\"",
            "commontrace search deadlock -t postgres -n 5",
            "commontrace search flaky build -c language=python -c os=windows",
            "commontrace search -t npgsql --json | jq -r '.results[].id'")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var (query, tags) = (string.Join(' ', verb.Value(Query)!), verb.Value(Tags)!);
        if (query.Length == 0 && tags.Length == 0)
        {
            throw CliException.Usage("Nothing to search for: give words, --tag, or both.");
        }

        var answer = await verb.Api.PostAsync("api/v1/traces/search", Body(verb, query, tags), cancellationToken);
        verb.Screen.Show(answer, screen => FoundTraces.Draw(screen, answer));
        FoundTraces.Tell(verb.Screen, answer);
        return ExitCode.Done;
    }

    private static JsonObject Body(Verb verb, string query, string[] tags) => new()
    {
        ["q"] = query,
        ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]),
        ["limit"] = verb.Value(Limit),
        ["mode"] = verb.Value(Mode),
        ["status"] = verb.Value(Status),
        ["context"] = Pairs.Parse("--context", verb.Value(Context)!),
        ["include_expired"] = !verb.Value(ExcludeExpired),
        ["explain"] = verb.Value(Explain),
    };
}
