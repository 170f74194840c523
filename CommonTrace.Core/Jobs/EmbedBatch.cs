using System.Diagnostics;
using CommonTrace.Core.Embeddings;
using CommonTrace.Core.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pgvector;

namespace CommonTrace.Core.Jobs;

/// <summary>One pass of a worker: claim, embed with one provider call and no lock held, store.</summary>
public sealed class EmbedBatch(
    JobQueue queue, EmbeddingProvider provider, ProviderHealth health, IOptions<QueueOptions> options, IOptions<EmbeddingOptions> embedding,
    TimeProvider time, ILogger<EmbedBatch> logger)
{
    /// <summary>Runs one pass. Faults of the provider end on the jobs; faults of the database are thrown.</summary>
    /// <returns>How many jobs were claimed; 0 also when there is no provider.</returns>
    public async Task<int> RunOnceAsync(string worker, int batchSize, CancellationToken cancellationToken)
    {
        if (!provider.TryGet(out var generator, out var model))
        {
            return 0;
        }

        var jobs = await queue.ClaimAsync(worker, batchSize, cancellationToken);
        if (jobs.Count == 0)
        {
            return 0;
        }

        try
        {
            await EmbedAsync(jobs, jobs, generator, model, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop: others need not wait for the lease.
            await queue.ReleaseAsync(jobs, CancellationToken.None);
            throw;
        }

        return jobs.Count;
    }

    private async Task EmbedAsync(
        List<ClaimedJob> jobs, List<ClaimedJob> claimed, IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingModel model,
        CancellationToken cancellationToken)
    {
        using var activity = JobActivities.StartBatch(jobs);
        var started = time.GetTimestamp();
        var call = GenerateAsync(jobs, generator, cancellationToken);
        await HoldLeaseAsync(claimed, call, cancellationToken);
        var (vectors, fault) = await call;
        if (vectors is not null)
        {
            health.Succeeded();
            await StoreAsync(vectors, model, time.GetElapsedTime(started), cancellationToken);
        }
        else if (fault is { IsPermanent: true, Code: "provider.refused" } && jobs.Count > 1)
        {
            // The provider refuses a batch as a whole: halve it until the bad text stands alone.
            await EmbedAsync([.. jobs.Take(jobs.Count / 2)], claimed, generator, model, cancellationToken);
            await EmbedAsync([.. jobs.Skip(jobs.Count / 2)], claimed, generator, model, cancellationToken);
        }
        else
        {
            activity?.SetStatus(ActivityStatusCode.Error, fault!.Code);
            await FailAsync(jobs, health.Failed(fault!), cancellationToken);
        }
    }

    /// <summary>While the call lasts, renews the lease at a third of it, for all that this pass has claimed.</summary>
    private async Task HoldLeaseAsync(List<ClaimedJob> claimed, Task call, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (await Task.WhenAny(call, Task.Delay(options.Value.Lease / 3, time, ended.Token)) != call && !cancellationToken.IsCancellationRequested)
        {
            await queue.RenewAsync(claimed, cancellationToken);
        }

        await ended.CancelAsync();
    }

    private async Task<(IReadOnlyList<EmbeddedJob>? Vectors, ProviderFault? Fault)> GenerateAsync(
        List<ClaimedJob> jobs, IEmbeddingGenerator<string, Embedding<float>> generator, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(embedding.Value.Timeout);
        try
        {
            var texts = jobs.Select(job => EmbeddingText.Cut(job.Text, embedding.Value.LongestText));
            return Check(jobs, await generator.GenerateAsync(texts, cancellationToken: timeout.Token));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, ProviderFault.Of(exception, embedding.Value.ApiKey, time));
        }
    }

    private static (IReadOnlyList<EmbeddedJob>?, ProviderFault?) Check(List<ClaimedJob> jobs, GeneratedEmbeddings<Embedding<float>> generated)
    {
        if (generated.Count != jobs.Count)
        {
            return (null, ProviderFault.WrongCount(jobs.Count, generated.Count));
        }

        if (generated.Select(one => ProviderFault.In(one.Vector.Span)).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            return (null, fault);
        }

        // The provider counts the batch; a job bears its share.
        var tokens = generated.Usage?.InputTokenCount is { } total ? (int?)(total / jobs.Count) : null;
        return ([.. jobs.Zip(generated, (job, one) => new EmbeddedJob(job, new Vector(one.Vector), tokens))], null);
    }

    private async Task StoreAsync(IReadOnlyList<EmbeddedJob> embedded, EmbeddingModel model, TimeSpan duration, CancellationToken cancellationToken)
    {
        var completed = await queue.CompleteAsync(embedded, model, duration, cancellationToken);
        foreach (var job in embedded.Select(result => result.Job))
        {
            if (completed.Contains(job.Id))
            {
                using var stored = JobActivities.StartStored(job);
                logger.LogInformation("embedding_stored: trace {TraceId}, job {JobId}, attempt {Attempt}", job.TraceId, job.Id, job.Attempt);
            }
            else
            {
                logger.LogWarning("Job {JobId} of trace {TraceId} was lost in attempt {Attempt}: its lease ended or its trace changed; the vector is dropped", job.Id, job.TraceId, job.Attempt);
            }
        }

        CommonTraceTelemetry.JobsCompleted.Add(completed.Count);
        if (completed.Count < embedded.Count)
        {
            await queue.ReleaseAsync([.. embedded.Select(result => result.Job).Where(job => !completed.Contains(job.Id))], cancellationToken);
        }
    }

    private async Task FailAsync(List<ClaimedJob> jobs, ProviderFault fault, CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
        {
            var status = await queue.FailAsync(job, fault, health.BackOff(fault, job.Attempt), cancellationToken);
            // The detail may repeat the text that was sent: it stands on the job, not in the log.
            logger.LogWarning(
                "embedding_failed: trace {TraceId}, job {JobId}, attempt {Attempt} of {MaxAttempts}, now {Status}: {Code}",
                job.TraceId, job.Id, job.Attempt, job.MaxAttempts, status ?? "lost", fault.Code);
            CommonTraceTelemetry.AttemptsFailed.Add(1, new KeyValuePair<string, object?>("error.type", fault.Code));
        }
    }
}
