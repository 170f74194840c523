using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Jobs;
using Microsoft.Extensions.Options;

namespace CommonTrace.Worker;

/// <summary>What a worker does that found nothing to claim: ask whether the provider is back, then wait until a job is due, or a call comes.</summary>
internal sealed class WorkerIdle(
    JobQueue queue, EmbeddingSets sets, EmbeddingProvider provider, ProviderCircuit circuit, JobWakeUp wakeUp, WorkSignal signal,
    IOptions<WorkerOptions> options, ILogger<WorkerIdle> logger)
{
    // Somebody else is at it, or has just taken what was due.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private string? _told;

    /// <summary>What to pass to <see cref="WaitAsync"/>; take it before looking for work, so that no call in between is missed.</summary>
    public Task Next => signal.Next;

    /// <summary>Waits, at most until the poll is due.</summary>
    public async Task WaitAsync(Task next, CancellationToken cancellationToken)
    {
        var longest = options.Value.Poll;
        foreach (var set in new[] { await sets.ActiveAsync(cancellationToken), await sets.NextAsync(cancellationToken) }.OfType<EmbeddingSet>())
        {
            if (!provider.TryGet(set.Model, out var generator, out var missing))
            {
                Tell(missing);
                continue;
            }

            if (await circuit.ProbeAsync(set.Model, generator, cancellationToken))
            {
                // For all workers, here and elsewhere.
                signal.Set();
                wakeUp.Publish();
                return;
            }

            var due = await queue.NextDueAsync(set, cancellationToken) ?? longest;
            longest = due < longest ? due : longest;
        }

        await signal.WaitAsync(next, longest > Shortest ? longest : Shortest, cancellationToken);
    }

    private void Tell(string missing)
    {
        if (Interlocked.Exchange(ref _told, missing) != missing)
        {
            logger.LogWarning("Nothing is embedded: {Reason}. Jobs wait", missing);
        }
    }
}
