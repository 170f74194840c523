using CommonTrace.Core.Jobs;
using CommonTrace.Core.Jobs.Control;
using CommonTrace.Core.Jobs.History;
using CommonTrace.Core.Users;

namespace CommonTrace.Api.Pages.Operate.Queue;

/// <summary>Reads what the queue's page shows, but for its history.</summary>
internal sealed class ReadQueueScene(
    GetQueueStatus status, GetQueuePace pace, GetProviderHealth provider, ListLostWorkers lost, NameUsers names, QueueWaits waits, TimeProvider time)
{
    public async Task<QueueScene> ExecuteAsync(CancellationToken cancellationToken)
    {
        var stands = await status.ExecuteAsync(cancellationToken);
        var underWay = waits.List();
        return new QueueScene(
            time.GetUtcNow(), stands, await pace.ExecuteAsync(cancellationToken), await provider.ExecuteAsync(cancellationToken),
            await lost.ExecuteAsync(cancellationToken), underWay,
            await names.ExecuteAsync([.. stands.Pauses.Select(pause => pause.OwnerId), .. underWay.Select(wait => wait.OwnerId)], cancellationToken));
    }
}

/// <summary>What the queue's page shows at a moment.</summary>
/// <param name="Names">Of those who paused the queue or wait for it, by their ids.</param>
public sealed record QueueScene(
    DateTimeOffset At, QueueStatus Status, QueuePace Pace, ProviderHealth? Provider, IReadOnlyList<WorkerView> Lost, IReadOnlyList<QueueWait> Waits,
    IReadOnlyDictionary<Guid, string> Names)
{
    /// <summary>How many jobs are due or in hand.</summary>
    public long Left => Status.Figures.Due + Status.Figures.Processing;

    public string NameOf(Guid user) => Names.TryGetValue(user, out var name) ? name : $"user {user}";
}
