using System.Text.Json;
using System.Text.Json.Nodes;
using CommonTrace.Cli.Queue;
using CommonTrace.Cli.Terminal;

namespace CommonTrace.Cli.Moving;

/// <summary>
/// The queue's rest while much is loaded. It is known by its reason, which is the same in each run of the same import: also what a killed run
/// left, and a pause whose answer was lost, is found and ended. It expires, and is renewed before.
/// </summary>
internal sealed class QueuePause : IAsyncDisposable
{
    private const int LongestReason = 500;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Verb _verb;
    private readonly string _reason;
    private readonly TimeSpan _length;
    private string? _id;
    private long _since;

    private QueuePause(Verb verb, string reason, TimeSpan length) =>
        (_verb, _reason, _length) = (verb, reason.Length > LongestReason ? reason[^LongestReason..] : reason, length);

    /// <summary>Waits until nothing is due or in hand, and pauses in that moment.</summary>
    /// <param name="reason">What it is for; nothing else has the same.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="length">After how long the pause ends by itself when nobody renews it.</param>
    public static async Task<QueuePause> TakeAsync(Verb verb, string reason, TimeSpan timeout, TimeSpan length, CancellationToken cancellationToken)
    {
        var pause = new QueuePause(verb, reason, length);
        var left = await pause.FindAsync(cancellationToken);
        try
        {
            // Under what a killed run left, the queue still rests: to drain it anew would be to embed first what that run loaded.
            await (left.Count > 0 ? pause.PauseAsync(cancellationToken) : pause.QuiesceAsync(timeout, cancellationToken));
            await pause.EndAsync(left, cancellationToken);
            return pause;
        }
        catch
        {
            await pause.DisposeAsync();
            throw;
        }
    }

    /// <summary>Renews it when a third of its time is over. A new pause first, then the end of the old: no moment is without.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (TimeProvider.System.GetElapsedTime(_since) > _length / 3)
        {
            var old = _id;
            await PauseAsync(cancellationToken);
            await EndAsync([old!], cancellationToken);
        }
    }

    /// <summary>Ends it, whatever happened.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await EndAsync(await FindAsync(limit.Token), limit.Token);
        }
        catch (Exception exception) when (exception is CliException or OperationCanceledException)
        {
            _verb.Screen.Note($"The queue may still be paused ({exception.Message}). The pause ends by itself within {Duration.Show(_length)}; `commontrace queue status` shows it.");
        }
    }

    private async Task QuiesceAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        JsonElement answer;
        try
        {
            answer = await QueueWait.PostAsync(_verb, "quiesce", Body(), timeout, cancellationToken);
        }
        catch (CliException failure) when (failure.Code == "queue.paused")
        {
            _verb.Screen.Note("The queue is paused already. That pause is left alone, and the import goes on.");
            await PauseAsync(cancellationToken);
            return;
        }

        if (answer.GetProperty("status").GetString() == "timeout")
        {
            throw new CliException(
                ExitCode.Refused,
                $"After {Duration.Show(timeout)} the queue has still {answer.GetProperty("remaining").GetInt64():N0} jobs due or in hand, so nothing was imported. "
                    + "Is the provider down (`commontrace queue status`)? Wait longer by --quiesce-timeout, or import without waiting by --no-quiesce.",
                "queue.timeout");
        }

        Remember(answer);
    }

    private async Task PauseAsync(CancellationToken cancellationToken) =>
        Remember(await _verb.Api.PostAsync($"{QueueCommand.Path}/pause", Body(), cancellationToken));

    private JsonObject Body() => new() { ["reason"] = _reason, ["expires_in_seconds"] = (int)_length.TotalSeconds };

    private void Remember(JsonElement pause) => (_id, _since) = (pause.GetProperty("pause_id").GetString(), TimeProvider.System.GetTimestamp());

    private async Task<List<string>> FindAsync(CancellationToken cancellationToken)
    {
        var status = await _verb.Api.GetAsync($"{QueueCommand.Path}/status", cancellationToken);
        return [.. status.GetProperty("pauses").EnumerateArray()
            .Where(pause => pause.GetProperty("reason").GetString() == _reason).Select(pause => pause.GetProperty("id").GetString()!)];
    }

    private async Task EndAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            try
            {
                await _verb.Api.PostAsync($"{QueueCommand.Path}/resume", new JsonObject { ["pause_id"] = id }, cancellationToken);
            }
            catch (CliException failure) when (failure.Code is "queue.pause_ended" or "queue.pause_not_found")
            {
                // It expired, or somebody ended it: that is all that was wanted.
            }
        }
    }
}
