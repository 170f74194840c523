using System.Globalization;
using CommonTrace.Core.Jobs.Control;

namespace CommonTrace.Core.Doctor;

/// <summary>What is to be said of the work on the traces.</summary>
internal static class QueueChecks
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static SystemCheck Embeddings(Backlog backlog)
    {
        var without = Math.Min(backlog.WithoutVector, backlog.Traces);
        var coverage = string.Create(
            CultureInfo.InvariantCulture, $"{backlog.Traces - without:N0} of {backlog.Traces:N0} traces have a vector of the current model{(backlog.Traces > 0 ? $" ({100.0 * (backlog.Traces - without) / backlog.Traces:F1} %)" : "")}.");
        return backlog.WithoutJob > 0
            ? SystemCheck.Warning(
                "embeddings", string.Create(CultureInfo.InvariantCulture, $"{coverage} {backlog.WithoutJob:N0} have neither a vector nor a job."),
                "A running worker gives them a job within Worker:Sweep (30 s); if it does not, look at its log.")
            : SystemCheck.Ok("embeddings", without > 0 ? $"{coverage} The rest have a job each." : coverage);
    }

    public static SystemCheck Words(Backlog backlog) => backlog.WithoutWords == 0
        ? SystemCheck.Ok("words", "All traces are found by their words.")
        : SystemCheck.Warning(
            "words", string.Create(CultureInfo.InvariantCulture, $"{backlog.WithoutWords:N0}{(backlog.WithoutWords >= ReadBacklog.MostCounted ? " or more" : "")} traces are not found by their words yet."),
            "A running worker reads some thousand a second; if the number stays, look at its log.");

    public static SystemCheck Queue(QueueFigures queue)
    {
        var waiting = TimeSpan.FromSeconds(queue.OldestDueSeconds ?? 0);
        var state = string.Create(CultureInfo.InvariantCulture, $"{queue.Due:N0} due, {queue.Processing:N0} in hand.");
        return queue.Due == 0 || waiting <= LongestWait
            ? SystemCheck.Ok("queue", state)
            : SystemCheck.Warning(
                "queue", string.Create(CultureInfo.InvariantCulture, $"{state} The oldest has waited for {waiting.TotalMinutes:N0} minutes."),
                queue.IsPaused ? "End the pause when it has served: commontrace queue resume ID" : "See that workers run and the provider answers, or start more workers.");
    }

    public static SystemCheck FailedJobs(Backlog backlog) => backlog.FailedByCode is []
        ? SystemCheck.Ok("failed_jobs", "No job failed for good.")
        : SystemCheck.Warning(
            "failed_jobs",
            $"Failed for good, so that their traces are not found by meaning: {string.Join(", ", backlog.FailedByCode.Select(failed => string.Create(CultureInfo.InvariantCulture, $"{failed.Jobs:N0} {failed.Code}")))}.",
            "Mend the cause that each job's error names, then: commontrace queue retry-failed");

    public static SystemCheck Pauses(IReadOnlyList<HeldPause> pauses)
    {
        var endless = pauses.Where(pause => pause.ExpiresAt is null).ToList();
        return (pauses, endless) switch
        {
            ([], _) => SystemCheck.Ok("pauses", "The queue is not paused."),
            (_, []) => SystemCheck.Ok("pauses", $"The queue is paused until {pauses.Max(pause => pause.ExpiresAt):u} ({Reasons(pauses)})."),
            _ => SystemCheck.Warning(
                "pauses", $"The queue is paused without an end: {Reasons(endless)}.",
                $"When it has served: {string.Join(", ", endless.Select(pause => $"commontrace queue resume {pause.Id}"))}"),
        };
    }

    public static SystemCheck Reembedding(RunningReembedding? running) => running switch
    {
        null => SystemCheck.Ok("reembedding", "No change of the model is under way."),
        { Error: { } error } => SystemCheck.Warning("reembedding", $"The change to {running.Model} is held up: {error}", "Mend that, or give it up: commontrace reembed abort"),
        { IsPaused: true } => SystemCheck.Warning("reembedding", $"The change to {running.Model} is paused.", "Go on: commontrace reembed resume"),
        _ => SystemCheck.Ok("reembedding", $"The change to {running.Model} is under way ({running.Phase})."),
    };

    private static string Reasons(IEnumerable<HeldPause> pauses) => string.Join(", ", pauses.Select(pause => $"\"{pause.Reason}\""));
}
