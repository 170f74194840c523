using System.Diagnostics;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CommonTrace.Core.Jobs;

/// <summary>
/// One pass of a worker: claim; embed, with no lock held; store. The store of one pass may overlap with the claim and the call of the next, so
/// that neither the provider nor the database waits for the other.
/// </summary>
public sealed class EmbedBatch(
    JobQueue queue, EmbeddingSets sets, EmbeddingProvider provider, EmbedTexts embed, IOptions<QueueOptions> options, TimeProvider time,
    ILogger<EmbedBatch> logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Runs one pass. Faults of the provider end on the jobs; faults of the database are thrown.</summary>
    /// <returns>How many jobs were claimed; 0 also when there is no provider.</returns>
    public async Task<int> RunOnceAsync(string worker, int batchSize, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(worker, batchSize, cancellationToken) is not { } batch)
        {
            return 0;
        }

        await EmbedAsync(batch, cancellationToken);
        await StoreAsync(batch, CancellationToken.None);
        return batch.Jobs.Count;
    }

    /// <summary>Claims a batch: of the active set, or when nothing is due there, of the set that is being filled. Null when nothing is due.</summary>
    public async Task<HeldBatch?> ClaimAsync(string worker, int batchSize, CancellationToken cancellationToken) =>
        await ClaimAsync(worker, batchSize, await sets.EstablishedAsync(cancellationToken), cancellationToken)
        ?? await ClaimAsync(worker, batchSize, await sets.NextAsync(cancellationToken), cancellationToken);

    /// <summary>Asks the provider; never throws. When told to stop, what is not embedded by then is left, and the store gives it back.</summary>
    public async Task EmbedAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var activity = JobActivities.StartBatch(batch.Jobs);
        try
        {
            await embed.ExecuteAsync(batch, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Told to stop: {Worker} gives back what the provider has not answered", batch.Worker);
        }
        catch (Exception exception)
        {
            // Such as the database's, when the circuit was to be opened. What is embedded is stored; the rest is given back.
            logger.LogError(exception, "A batch of {Worker} broke off", batch.Worker);
        }

        batch.Duration = time.GetElapsedTime(started);
        if (batch.Failed is [var first, ..])
        {
            activity?.SetStatus(ActivityStatusCode.Error, first.Fault.Code);
        }
    }

    /// <summary>Stores what was embedded, notes what failed, gives back the rest, and lets go of the batch. While the database is away it tries again.</summary>
    public async Task StoreAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        await using var _ = batch;
        while (true)
        {
            try
            {
                await TryStoreAsync(batch, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (IsGone(batch.Set, exception))
            {
                logger.LogWarning("{Count} embeddings are dropped: the set that they were made for is no longer filled", batch.Embedded.Count);
                sets.Forget();
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient)
            {
                // Each part of it is fenced: what was stored before the fault is not stored twice.
                logger.LogWarning("{Count} embeddings wait for the database: {Reason}", batch.Embedded.Count, exception.Message);
                await Task.Delay(AfterFault, time, cancellationToken);
            }
        }
    }

    private async Task<HeldBatch?> ClaimAsync(string worker, int batchSize, EmbeddingSet? set, CancellationToken cancellationToken)
    {
        if (set is null || !provider.TryGet(set.Model, out var generator, out _))
        {
            return null;
        }

        var jobs = await TryClaimAsync(worker, batchSize, set, cancellationToken);
        if (jobs.Count == 0)
        {
            return null;
        }

        CommonTraceTelemetry.BatchSize.Record(jobs.Count);
        return new HeldBatch(worker, jobs, set, generator, ended => RenewAsync(jobs, ended));
    }

    private async Task<List<ClaimedJob>> TryClaimAsync(string worker, int batchSize, EmbeddingSet set, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.ClaimAsync(worker, batchSize, set, cancellationToken);
        }
        catch (PostgresException exception) when (IsGone(set, exception))
        {
            sets.Forget();
            return [];
        }
    }

    /// <summary>The columns of the next set go when it becomes the active one, or is aborted; what we know of it is a second old.</summary>
    private static bool IsGone(EmbeddingSet set, PostgresException exception) =>
        set.Role == EmbeddingSetRole.Next && exception.SqlState == PostgresErrorCodes.UndefinedColumn;

    private async Task RenewAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ended)
    {
        try
        {
            var wait = options.Value.Lease / 3;
            while (true)
            {
                await Task.Delay(wait, time, ended);

                // The database may be back before the lease ends.
                wait = await TryRenewAsync(jobs, ended) ? options.Value.Lease / 3 : AfterFault;
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The batch is done.
        }
    }

    private async Task<bool> TryRenewAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ended)
    {
        try
        {
            await queue.RenewAsync(jobs, ended);
            return true;
        }
        catch (NpgsqlException exception) when (!ended.IsCancellationRequested)
        {
            logger.LogWarning("The lease of {Count} jobs was not renewed: {Reason}", jobs.Count, exception.Message);
            return false;
        }
    }

    private async Task TryStoreAsync(HeldBatch batch, CancellationToken cancellationToken)
    {
        var embedded = batch.Embedded.Count == 0
            ? new HashSet<Guid>() : await queue.CompleteAsync(batch.Embedded, batch.Set, batch.Duration, cancellationToken);
        var reused = batch.Jobs.Where(job => job.IsDone).Select(job => job.Id).ToHashSet();
        ClaimedJob[] known = [.. batch.Jobs.Where(job => job.IsKnown)];
        if (known.Length > 0)
        {
            reused.UnionWith(await queue.ReuseAsync(known, batch.Set, cancellationToken));
        }

        var failed = batch.Failed.Count == 0 ? new Dictionary<Guid, string>() : await queue.FailAsync(batch.Failed, cancellationToken);

        // What is left was not asked for, or its trace changed meanwhile, or it is another worker's by now.
        ClaimedJob[] left = [.. batch.Jobs.Where(job => !embedded.Contains(job.Id) && !reused.Contains(job.Id) && !failed.ContainsKey(job.Id))];
        var released = left.Length == 0 ? [] : await queue.ReleaseAsync(left, cancellationToken);
        batch.Succeeded = embedded.Count + reused.Count;
        BatchLog.Write(logger, batch, embedded, reused, failed, released);
    }
}
