using System.CommandLine;
using CommonTrace.Cli.Server;
using Spectre.Console;

namespace CommonTrace.Cli.Jobs;

/// <summary><c>commontrace jobs list</c>.</summary>
internal static class JobsListCommand
{
    private static readonly Option<string?> Status = new Option<string?>("--status", "-s") { Description = "Only jobs of this status." }
        .AcceptOnlyFromAmong("pending", "processing", "completed", "failed");

    private static readonly Option<Guid?> Trace = new("--trace") { Description = "Only jobs of this trace.", HelpName = "id" };
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = "How many, 1 to 100.", HelpName = "n", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Cursor = new("--cursor") { Description = "Where the page before ended.", HelpName = "cursor" };

    public static Command Create() => new Command("list", "List jobs, the newest first.") { Status, Trace, Limit, Cursor }
        .WithExamples(
            "commontrace jobs list",
            "commontrace jobs list --status failed -n 100 --json")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var answer = await verb.Api.GetAsync(
            Query.Of("api/v1/embedding-jobs", ("status", verb.Value(Status)), ("trace_id", verb.Value(Trace)), ("limit", verb.Value(Limit)), ("cursor", verb.Value(Cursor))),
            cancellationToken);
        verb.Screen.Show(answer, screen =>
        {
            var jobs = answer.Items("jobs").ToList();
            if (jobs.Count == 0)
            {
                screen.WriteLine("No jobs.");
                return;
            }

            screen.Write(JobTable.Of(jobs));
            if (answer.Text("next_cursor") is { } next)
            {
                verb.Screen.Error.WriteLine($"There are more: --cursor {next}");
            }
        });
        return ExitCode.Done;
    }
}
