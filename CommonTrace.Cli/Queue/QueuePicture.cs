using System.Globalization;
using System.Text.Json;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CommonTrace.Cli.Queue;

/// <summary>How the queue stands, on one screen.</summary>
internal static class QueuePicture
{
    /// <param name="status">The server's answer.</param>
    /// <param name="perSecond">How many jobs are completed a second; null when that is not known.</param>
    public static Rows Of(JsonElement status, double? perSecond)
    {
        var rows = new List<IRenderable> { Plain.Pairs([.. Pairs(status, perSecond)]) };
        foreach (var table in new[] { Pauses(status.Items("pauses")), Workers(status.Items("workers")) }.Where(table => table.Rows.Count > 0))
        {
            rows.AddRange([Text.Empty, table]);
        }

        return new Rows(rows);
    }

    private static IEnumerable<(string Name, string Value)> Pairs(JsonElement status, double? perSecond)
    {
        var (queue, provider) = (status.GetProperty("queue"), status.GetProperty("provider"));
        var (due, workers) = (queue.Count("due"), status.Items("workers").Count());
        yield return ("queue", status.Is("paused") ? "paused" : workers == 0 ? "open, but no worker was seen in the last minute" : "open");
        yield return ("due", $"{Plain.Count(due)}{(queue.Seconds("oldest_due_seconds") is { } oldest ? $", the oldest for {Duration.Show(oldest)}" : "")}");
        yield return ("later", Plain.Count(queue.Count("pending") - due));
        yield return ("in hand", Plain.Count(queue.Count("processing")));
        yield return ("completed", $"{Plain.Count(status.GetProperty("totals").Count("completed"))}{Rate(perSecond, due)}");
        yield return ("failed", Plain.Count(queue.Count("failed")));
        yield return ("provider", Provider(provider));
    }

    private static string Provider(JsonElement provider)
    {
        var name = provider.Text("name") is { } known ? $"{known}, {provider.Text("model")}" : "none yet";
        return provider.Text("breaker") == "closed"
            ? name
            : $"{name}: down ({provider.Text("error_code")}), asked again {(provider.Time("open_until") is { } until ? $"at {until:u}" : "now")}";
    }

    private static string Rate(double? perSecond, long due) => perSecond is > 0 and var rate
        ? string.Create(CultureInfo.InvariantCulture, $", {rate:N1}/s{(due > 0 ? $", {Duration.Show(TimeSpan.FromSeconds(Math.Ceiling(due / rate)))} left" : "")}")
        : "";

    private static Table Pauses(IEnumerable<JsonElement> pauses)
    {
        var table = Plain.Table("PAUSE", "ENDS", "REASON");
        foreach (var pause in pauses)
        {
            table.AddRow(new Text(pause.Text("id")!), new Text(pause.Time("expires_at") is { } end ? $"{end:u}" : "when resumed"), new Text(pause.Text("reason")!));
        }

        return table;
    }

    private static Table Workers(IEnumerable<JsonElement> workers)
    {
        var table = Plain.Table("WORKER", "SEEN", "DONE", "FAILED", "HOST");
        foreach (var worker in workers)
        {
            table.AddRow(
                new Text(worker.Text("id")!), new Text($"{Duration.Since(worker.Time("last_seen_at")!.Value)} ago"), new Text(Plain.Count(worker.Count("jobs_succeeded"))),
                new Text(Plain.Count(worker.Count("jobs_failed"))), new Text(worker.Text("host")!));
        }

        return table;
    }
}
