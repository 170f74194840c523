using System.CommandLine;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Traces;

/// <summary><c>commontrace vote</c>.</summary>
internal static class VoteCommand
{
    private const string Withdraw = "withdraw";

    private static readonly Argument<Guid> Id = Options.Id("The trace.");
    private static readonly Argument<string> Vote = new Argument<string>("vote") { Description = "up, down, or withdraw to take your vote back." }.AcceptOnlyFromAmong("up", "down", Withdraw);
    private static readonly Option<string?> Tag = Options.Choice("--tag", "why", "Why it is wrong, required for a vote down", "outdated", "wrong", "security_concern", "spam");
    private static readonly Option<string?> Text = Options.Text("--text", "text", "What you saw, for its author.");
    private static readonly Option<string[]> Context = Options.Many("--context", "key=value", "The situation you met it in; repeatable.", "-c");
    private static readonly Option<bool> Change = new("--change") { Description = "Vote anew, in place of your earlier vote." };

    public static Command Create() => new Command("vote", "Judge a trace of somebody else.") { Id, Vote, Tag, Text, Context, Change }
        .WithExamples(
            "commontrace vote 01980000-0000-7000-8000-000000000001 up",
            "commontrace vote 01980000-0000-7000-8000-000000000001 down --tag outdated \\\n    --text \"Gone since version 5.\" --context version=5.1",
            "commontrace vote 01980000-0000-7000-8000-000000000001 withdraw")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var (id, vote) = (verb.Value(Id), verb.Value(Vote)!);
        if (vote == Withdraw)
        {
            var nothing = await verb.Api.SendAsync(HttpMethod.Delete, $"api/v1/traces/{id}/vote", null, cancellationToken);
            verb.Screen.Show(nothing, screen => screen.WriteLine("Your vote is withdrawn."));
            return ExitCode.Done;
        }

        if (vote == "down" && verb.Value(Tag) is null)
        {
            throw CliException.Usage("A vote down says why: add --tag outdated, wrong, security_concern or spam.");
        }

        var body = new JsonObject
        {
            ["vote_type"] = vote,
            ["feedback_tag"] = verb.Value(Tag),
            ["feedback_text"] = verb.Value(Text),
            ["voter_context"] = Pairs.Parse("--context", verb.Value(Context)!),
        };
        var (method, path) = verb.Value(Change) ? (HttpMethod.Put, "vote") : (HttpMethod.Post, "votes");
        var answer = await verb.Api.SendAsync(method, $"api/v1/traces/{id}/{path}", body, cancellationToken);
        verb.Screen.Show(answer, screen => screen.MarkupLineInterpolated(
            $"Voted {answer.Line("vote_type")}, with weight {answer.Line("weight")}. The trace is {answer.Line("trace_status")}, with trust {answer.Line("trust_score")}."));
        return ExitCode.Done;
    }
}
