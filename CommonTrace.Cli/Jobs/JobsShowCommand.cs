using System.CommandLine;
using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Jobs;

/// <summary><c>commontrace jobs show</c>.</summary>
internal static class JobsShowCommand
{
    private static readonly Argument<Guid> Id = new("id") { Description = "The job, as `jobs list` shows it." };

    public static Command Create() => new Command("show", "Show a job and what its attempts met.") { Id }
        .WithExamples("commontrace jobs show 01980000-0000-7000-8000-000000000040")
        .Runs(RunAsync);

    private static async Task<int> RunAsync(Verb verb, CancellationToken cancellationToken)
    {
        var job = await verb.Api.GetAsync($"api/v1/embedding-jobs/{verb.Value(Id)}", cancellationToken);
        verb.Screen.Show(job, screen => Draw(screen, job));
        return ExitCode.Done;
    }

    private static void Draw(IAnsiConsole screen, JsonElement job)
    {
        screen.Write(Plain.Pairs([.. Pairs(job)]));
        var attempts = job.Items("attempts").ToList();
        if (attempts.Count == 0)
        {
            return;
        }

        screen.WriteLine();
        var table = Plain.Table("ATTEMPT", "AT", "CODE", "ERROR");
        foreach (var attempt in attempts)
        {
            table.AddRow(new Text($"{attempt.Count("attempt")}"), new Text($"{attempt.Time("at"):u}"), new Text(attempt.Text("error_code") ?? ""), new Text(attempt.Text("error") ?? ""));
        }

        screen.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> Pairs(JsonElement job)
    {
        yield return ("job", job.Text("id")!);
        yield return ("trace", job.Text("trace_id")!);
        yield return ("tenant", job.Text("tenant_id")!);
        yield return ("status", $"{job.Text("status")}, {JobTable.Tries(job)} tries, priority {job.GetProperty("priority")}");
        yield return ("created", $"{job.Time("created_at"):u}");
        yield return job.Time("completed_at") is { } ended ? ("ended", $"{ended:u}") : ("due", $"{job.Time("scheduled_at"):u}");
        if (job.Text("error_code") is { } code)
        {
            yield return ("error", $"{code}: {job.Text("error")}");
        }

        var result = job.GetProperty("metadata");
        if (result.Text("embedding_model") is { } model)
        {
            var cut = result.Is("truncated") ? ", text cut at the model's limit" : "";
            yield return ("result", $"{model}, {result.Count("token_count")} tokens, {result.Count("processing_time_ms")} ms{cut}");
        }
    }
}
