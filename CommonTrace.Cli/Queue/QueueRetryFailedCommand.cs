using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Queue;

/// <summary><c>commontrace queue retry-failed</c>.</summary>
internal static class QueueRetryFailedCommand
{
    private const int MostAtOnce = 10_000;

    private static readonly Option<string?> Code = new("--error-code") { Description = "Only jobs that failed with this, such as provider.refused.", HelpName = "code" };
    private static readonly Option<int?> Limit = new("--limit", "-n") { Description = "How many at most, the oldest first; all unless given.", HelpName = "n" };

    public static Command Create() => new Command("retry-failed", "Make failed jobs due again, of all tenants.") { Code, Limit, QueueCommand.Reason }
        .WithExamples(
            "commontrace queue retry-failed",
            "commontrace queue retry-failed --error-code provider.refused -n 100")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        if (verb.Value(Limit) is < 1)
        {
            throw CliException.Usage("--limit must be 1 or more.");
        }

        var retried = await RetryAsync(verb, verb.Value(Limit) ?? long.MaxValue, cancellationToken);
        verb.Screen.Show(JsonSerializer.SerializeToElement(new JsonObject { ["retried"] = retried }), screen => screen.WriteLine(
            retried == 1 ? "1 job is due again." : $"{Plain.Count(retried)} jobs are due again."));
        return ExitCode.Done;
    }

    /// <summary>As often as the server has more than it does at once.</summary>
    private static async Task<long> RetryAsync(Verb verb, long limit, CancellationToken cancellationToken)
    {
        using var progress = new ProgressBar(verb.Screen, "Retrying");
        long retried = 0, asked, done;
        do
        {
            asked = Math.Min(MostAtOnce, limit - retried);
            var body = new JsonObject { ["error_code"] = verb.Value(Code), ["limit"] = asked, ["reason"] = verb.Value(QueueCommand.Reason) };
            done = (await verb.Api.PostAsync($"{QueueCommand.Path}/retry-failed", body, cancellationToken)).Count("retried");
            retried += done;
            progress.Report(retried, limit == long.MaxValue ? null : limit);
        }
        while (done == asked && retried < limit);

        return retried;
    }
}
