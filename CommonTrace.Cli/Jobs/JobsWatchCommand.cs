using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CommonTrace.Cli.Jobs;

/// <summary><c>commontrace jobs watch</c>.</summary>
internal static class JobsWatchCommand
{
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = "How many of the newest jobs to show, 1 to 100.", HelpName = "n", DefaultValueFactory = _ => 10 };

    public static Command Create() => new Command("watch", "Show the tenant's jobs live, until Ctrl+C (exit code 0). Piped: a line for each change.") { Limit }
        .WithExamples(
            "commontrace jobs watch",
            "commontrace jobs watch --json | jq .stats")
        .Runs(RunAsync);

    private static Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var pace = new Pace();
        var newest = Query.Of("api/v1/embedding-jobs", ("limit", verb.Value(Limit)));
        return new Watch(verb.Screen, Tell, answer => Draw(answer, pace)).RunAsync(
            async token =>
            {
                var answer = JsonObject.Create(await verb.Api.GetAsync("api/v1/embedding-jobs/stats", token))!;
                answer["jobs"] = JsonArray.Create((await verb.Api.GetAsync(newest, token)).GetProperty("jobs"));
                pace.Note(answer["stats"]!["completed"]!.GetValue<long>());
                return JsonSerializer.SerializeToElement(answer);
            },
            cancellationToken);
    }

    private static string Tell(JsonElement answer)
    {
        var stats = answer.GetProperty("stats");
        return $"{stats.Count("pending")} pending, {stats.Count("processing")} processing, {stats.Count("completed")} completed, {stats.Count("failed")} failed";
    }

    private static Rows Draw(JsonElement answer, Pace pace)
    {
        var stats = answer.GetProperty("stats");
        var jobs = answer.Items("jobs").ToList();
        return new Rows(
            Plain.Pairs(
                ("pending", $"{Plain.Count(stats.Count("pending"))}{(answer.Seconds("oldest_due_seconds") is { } due ? $", the oldest due for {Duration.Show(due)}" : "")}"),
                ("processing", Plain.Count(stats.Count("processing"))),
                ("completed", $"{Plain.Count(stats.Count("completed"))}{Rate(pace.PerSecond, stats.Count("pending"))}"),
                ("failed", Plain.Count(stats.Count("failed")))),
            Text.NewLine,
            jobs.Count > 0 ? JobTable.Of(jobs) : new Text("No jobs.") as IRenderable);
    }

    // Negative for a moment when retention removes old ones.
    private static string Rate(double? perSecond, long pending) => perSecond is > 0 and var rate
        ? string.Create(CultureInfo.InvariantCulture, $", {rate:N1}/s{(pending > 0 ? $", {Duration.Show(TimeSpan.FromSeconds(Math.Ceiling(pending / rate)))} left" : "")}")
        : "";
}
