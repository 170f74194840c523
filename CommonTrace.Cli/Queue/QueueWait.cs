using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Server;
using CommonTrace.Cli.Terminal;
using Spectre.Console;

namespace CommonTrace.Cli.Queue;

/// <summary>A call that answers when nothing is left to do, and what is left while it waits.</summary>
internal static class QueueWait
{
    public static readonly Option<TimeSpan?> Timeout = Duration.Option("--timeout", "How long to wait at most, 1s to 1h; 5m unless given.");

    private static readonly TimeSpan Standard = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // A quiesce waits for the batch that was claimed in its moment, too.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Makes the call with its <c>timeout_seconds</c>, and shows what remains until it answers.</summary>
    public static Task<JsonElement> PostAsync(Verb verb, string path, JsonObject body, CancellationToken cancellationToken) =>
        PostAsync(verb, path, body, verb.Value(Timeout) ?? Standard, cancellationToken);

    /// <summary>The same for verbs that have another option for the time.</summary>
    public static async Task<JsonElement> PostAsync(Verb verb, string path, JsonObject body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        body["timeout_seconds"] = (int)timeout.TotalSeconds;
        using var patient = ApiClient.Of(verb.Connection, timeout + Grace);
        using var progress = new ProgressBar(verb.Screen, "Waiting for the queue");
        var waiting = patient.PostAsync($"{QueueCommand.Path}/{path}", body, cancellationToken);
        for (var most = 0L; !waiting.IsCompleted;)
        {
            if (await RemainingAsync(verb, cancellationToken) is { } remaining)
            {
                most = Math.Max(most, remaining);
                progress.Report(most - remaining, most);
            }

            await Task.WhenAny(waiting, Task.Delay(BetweenLooks, cancellationToken));
        }

        return await waiting;
    }

    /// <summary>The sentence about an answer, and the exit code: 1 when the time was over first.</summary>
    public static int Show(Verb verb, JsonElement answer, string drained)
    {
        var isDrained = answer.Maybe("status") == "drained";
        var elapsed = Duration.Show(answer.Seconds("elapsed_seconds") ?? TimeSpan.Zero);
        verb.Screen.Show(answer, screen => screen.WriteLine(isDrained
            ? $"Nothing is due or in hand, after {elapsed}.{drained}"
            : $"After {elapsed} {Plain.Count(answer.Count("remaining"))} jobs are still due or in hand; nothing was paused."));
        return isDrained ? ExitCode.Done : ExitCode.Refused;
    }

    // Only to be shown: the call itself says what is wrong.
    private static async Task<long?> RemainingAsync(Verb verb, CancellationToken cancellationToken)
    {
        try
        {
            var queue = (await verb.Api.GetAsync($"{QueueCommand.Path}/status", cancellationToken)).GetProperty("queue");
            return queue.Count("due") + queue.Count("processing");
        }
        catch (CliException)
        {
            return null;
        }
    }
}
