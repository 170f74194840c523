using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Jobs;

/// <summary><c>commontrace jobs retry</c>.</summary>
internal static class JobsRetryCommand
{
    private static readonly Argument<Guid[]> Ids = new("id") { Description = "The failed jobs.", Arity = ArgumentArity.OneOrMore };

    public static Command Create() => new Command("retry", "Make failed jobs due again; `queue retry-failed` does so for all.") { Ids }
        .WithExamples("commontrace jobs retry 01980000-0000-7000-8000-000000000040 01980000-0000-7000-8000-000000000041")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var ids = verb.Value(Ids)!.Distinct().ToList();
        var (retried, refused) = (new JsonArray(), new JsonArray());
        using var progress = new ProgressBar(verb.Screen, "Retrying");
        foreach (var id in ids)
        {
            progress.Report(retried.Count + refused.Count, ids.Count);
            try
            {
                await verb.Api.PostAsync($"api/v1/embedding-jobs/{id}/retry", null, cancellationToken);
                retried.Add(id);
            }
            catch (CliException refusal) when (refusal.Code?.StartsWith("job.", StringComparison.Ordinal) is true)
            {
                // One that needs none does not keep the others from it.
                refused.Add(new JsonObject { ["id"] = id, ["code"] = refusal.Code, ["detail"] = refusal.Message });
            }
        }

        progress.Dispose();
        Show(verb.Screen, JsonSerializer.SerializeToElement(new JsonObject { ["retried"] = retried, ["refused"] = refused }));
        return refused.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Show(Screen screen, JsonElement answer) => screen.Show(answer, _ =>
    {
        foreach (var id in answer.Items("retried"))
        {
            screen.Out.WriteLine($"{id.GetString()} is due again.");
        }

        foreach (var refusal in answer.Items("refused"))
        {
            screen.Fail(new CliException(ExitCode.Refused, refusal.Text("detail")!));
        }
    });
}
