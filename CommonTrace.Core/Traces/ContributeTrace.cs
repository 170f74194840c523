using System.Diagnostics;
using CommonTrace.Core.Data;
using CommonTrace.Core.Jobs;
using CommonTrace.Core.Tags;
using CommonTrace.Core.Telemetry;
using CommonTrace.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CommonTrace.Core.Traces;

/// <summary>Stores a trace and its embedding job in one transaction, and wakes a worker. Nothing is embedded here.</summary>
public sealed class ContributeTrace(
    CommonTraceDbContext database, CheckTrace check, StoreTrace store, IdempotentRequests requests, JobWakeUp wakeUp)
{
    /// <summary>Runs it. The same content in the tenant is one trace: the standing one is answered.</summary>
    /// <param name="caller">Who contributes.</param>
    /// <param name="submitted">The trace.</param>
    /// <param name="idempotencyKey">At most 200 characters; the same key with the same trace within 24 hours is one request.</param>
    public async Task<Result<ContributedTrace>> ExecuteAsync(
        Caller caller, NewTrace submitted, string? idempotencyKey, CancellationToken cancellationToken)
    {
        // What was answered once is not judged again: it may stand under three titles by now.
        var request = idempotencyKey is null ? null : IdempotentRequests.Describe(caller, idempotencyKey, submitted);
        if (await requests.AnswerAsync(request, cancellationToken) is { } earlier && await RepeatAsync(earlier, submitted, cancellationToken) is { } repeated)
        {
            return repeated;
        }

        var checkedTrace = await check.ExecuteAsync(submitted, cancellationToken);
        if (!checkedTrace.Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        var trace = new Trace
        {
            Id = Guid.CreateVersion7(),
            TenantId = caller.TenantId,
            ContributorId = caller.UserId,
            Title = found.Trace.Title,
            ContextText = found.Trace.ContextText,
            SolutionText = found.Trace.SolutionText,
            ContentHash = found.ContentHash,
            SolutionHash = found.SolutionHash,
            SafetyFlags = [.. found.Flags],
            AgentModel = found.Trace.AgentModel,
            AgentVersion = found.Trace.AgentVersion,
            MetadataJson = found.Trace.MetadataJson,
            ReviewAfter = found.Trace.ReviewAfter?.ToUniversalTime(),
            WatchCondition = found.Trace.WatchCondition,
            SupersedesTraceId = found.Trace.SupersedesTraceId,
            TokensToResolution = found.Trace.TokensToResolution,
        };
        var job = new EmbeddingJob
        {
            Id = Guid.CreateVersion7(),
            TenantId = trace.TenantId,
            TraceId = trace.Id,
            ContentHash = trace.ContentHash,
            Traceparent = Activity.Current?.Id,
        };

        // May run twice: the connection can break after the commit was sent. The second run then finds the first one's row.
        var outcome = await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            database.ChangeTracker.Clear();
            // One connection for all of it: each check-out names the tenant anew.
            await database.Database.OpenConnectionAsync(cancellationToken);
            try
            {
                return await TryStoreAsync(trace, job, request, found.Tags, cancellationToken);
            }
            finally
            {
                await database.Database.CloseConnectionAsync();
            }
        });
        if (!outcome.Succeeded(out var standing, out var failure))
        {
            return failure;
        }

        if (!standing.IsDuplicate)
        {
            CommonTraceTelemetry.TracesContributed.Add(1);
            wakeUp.Publish();
        }

        return standing with { DroppedTags = found.DroppedTags, Redactions = found.Redactions, Flags = found.Flags, Similar = standing.IsDuplicate ? [] : found.Similar };
    }

    /// <summary>The answer to a request that was carried out before; null when its trace has been deleted since.</summary>
    private async Task<Result<ContributedTrace>?> RepeatAsync(EarlierAnswer earlier, NewTrace submitted, CancellationToken cancellationToken)
    {
        if (earlier.Failure is { } failure)
        {
            return failure;
        }

        var standing = await StandingAsync(earlier.TraceId, trace: null, cancellationToken);
        if (standing is null)
        {
            return null;
        }

        var (_, dropped) = Tag.NormalizeAll(submitted.Tags);
        return submitted.Screen().Succeeded(out var screened, out _)
            ? standing with { DroppedTags = dropped, Redactions = screened.Redactions, Flags = screened.Flags }
            : standing with { DroppedTags = dropped };
    }

    private async Task<Result<ContributedTrace>> TryStoreAsync(
        Trace trace, EmbeddingJob job, IdempotencyKey? request, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answered = await requests.AnswerAsync(request, cancellationToken);
            if (answered is { Failure: { } failure })
            {
                return failure;
            }

            try
            {
                if (answered is null)
                {
                    await store.ExecuteAsync(trace, job, request, tags, cancellationToken);
                    return new ContributedTrace(trace.Id, trace.Status, IsDuplicate: false, job.Id, job.Status, tags, []);
                }
            }
            catch (PostgresException exception) when (exception.ConstraintName is "ix_traces_content_hash" or "pk_idempotency_keys" or "pk_traces")
            {
                // The same content stands already, or the same key was used in this moment.
            }
            catch (PostgresException exception) when (
                exception.ConstraintName == "fk_traces_supersedes_trace_id" && trace.SupersedesTraceId is { } older)
            {
                // It was deleted after the check.
                if (await check.RefusalToSupersedeAsync(older, cancellationToken) is { } refusal)
                {
                    return refusal;
                }
            }

            if (await StandingAsync(answered?.TraceId, trace, cancellationToken) is { } standing && await BindAsync(request, standing, cancellationToken))
            {
                return standing;
            }

            // What stood has been deleted in this moment, or the key was used for it: look again.
            database.ChangeTracker.Clear();
        }
    }

    /// <summary>Remembers that the request was answered with a trace that stood before. False when somebody else was quicker.</summary>
    private async Task<bool> BindAsync(IdempotencyKey? request, ContributedTrace standing, CancellationToken cancellationToken)
    {
        if (request is null || !standing.IsDuplicate)
        {
            return true;
        }

        try
        {
            request.TraceId = standing.Id;
            database.IdempotencyKeys.Add(request);
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { ConstraintName: "pk_idempotency_keys" or "fk_idempotency_keys_trace_id" })
        {
            return false;
        }
    }

    /// <summary>The trace that stands for this submission already: by its idempotency key, or by its content.</summary>
    private async Task<ContributedTrace?> StandingAsync(Guid? answeredTraceId, Trace? trace, CancellationToken cancellationToken)
    {
        var (id, hash) = (trace?.Id, trace?.ContentHash);
        var found = await database.Traces
            .Where(row => row.Id == answeredTraceId || row.ContentHash == hash)
            .OrderByDescending(row => row.Id == answeredTraceId)
            .Select(row => new
            {
                row.Id,
                row.Status,
                row.Version,
                Job = database.EmbeddingJobs.Where(job => job.TraceId == row.Id).OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id)
                    .Select(job => new { job.Id, job.Status }).FirstOrDefault(),
                Tags = database.TraceTags.Where(link => link.TraceId == row.Id)
                    .Join(database.Tags, link => link.TagId, tag => tag.Id, (link, tag) => tag.Name).OrderBy(name => name).ToList(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new ContributedTrace(
                found.Id, found.Status, IsDuplicate: found.Id != id && found.Id != answeredTraceId, found.Job?.Id, found.Job?.Status, found.Tags, [])
            {
                Version = found.Version,
            };
    }
}
