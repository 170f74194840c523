using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Jobs;

/// <summary>Jobs, one a row.</summary>
internal static class JobTable
{
    public static Table Of(IEnumerable<JsonElement> jobs)
    {
        var table = Plain.Table("JOB", "STATUS", "TRIES", "CHANGED", "ERROR");
        foreach (var job in jobs)
        {
            table.AddRow(
                new Text(job.Text("id")!),
                Plain.Status(job.Text("status")!),
                new Text(Tries(job)),
                new Text($"{Duration.Since(job.Time("updated_at")!.Value)} ago"),
                new Text(job.Text("error_code") ?? ""));
        }

        return table;
    }

    /// <summary>How often it was tried, of how often it may be.</summary>
    public static string Tries(JsonElement job)
    {
        var isTried = job.Text("status") is not "pending" || job.Text("error_code") is not null;
        return $"{(isTried ? job.Count("retry_count") + 1 : 0)}/{job.Count("max_attempts")}";
    }
}
